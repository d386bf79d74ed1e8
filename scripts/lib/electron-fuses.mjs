import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * The fuses that a runtime has, by Electron's major version: naming one that a binary lacks throws, and leaving one out
 * would leave its default to chance. Counted in the binaries: docs/adr/0001-electron-runtime.md.
 */
const fusesSince = /** @type {const} */ ([
  [33, FuseV1Options.RunAsNode],
  [33, FuseV1Options.EnableCookieEncryption],
  [33, FuseV1Options.EnableNodeOptionsEnvironmentVariable],
  [33, FuseV1Options.EnableNodeCliInspectArguments],
  [33, FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
  [33, FuseV1Options.OnlyLoadAppFromAsar],
  [33, FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
  [33, FuseV1Options.GrantFileProtocolExtraPrivileges],
  [45, FuseV1Options.WasmTrapHandlers],
]);

/** SECURITY: what a shipped package is: no Node, no debugger, no code but our own archive, no privileged file pages. */
const shipped = Object.freeze({
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
});

/**
 * The strict fuses for one Electron version, each of its fuses named.
 * @param {number} major
 * @returns {Partial<Record<FuseV1Options, boolean>>}
 */
export function shippedFuses(major) {
  return Object.fromEntries(fusesSince.filter(([since]) => major >= since).map(([, fuse]) => [fuse, shipped[fuse]]));
}

/**
 * Sets the strict fuses of a packaged app.
 * @param {string} binary
 * @param {number} major Electron's major version
 * @param {{ inspect?: boolean }} [options] inspect: the one fuse in which a test build may differ
 */
export async function flipShippedFuses(binary, major, { inspect = false } = {}) {
  await flipFuses(binary, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...shippedFuses(major),
    [FuseV1Options.EnableNodeCliInspectArguments]: inspect,
  });
}

/**
 * Turns somebody else's packaged runtime into a plain one that a test may drive: its own V8 snapshot off, Node's
 * inspector (Playwright speaks through it) on.
 * @param {string} binary
 */
export async function flipFallbackFuses(binary) {
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
