import { protocol } from 'electron';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { ownOrigin } from '../ipc/serve';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

/** facts: no inline script or style, no eval, no network, and the DOM's string sinks are closed. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Must be called before the app is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: false } }]);
}

/** Serves the built pages: a fixed list of files read at start, so that no address can reach anything else. */
export function serveAppProtocol(folder: string): void {
  const pages = new Map(list(folder).map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]));
  protocol.handle('app', (request) => {
    const address = new URL(request.url);
    // SECURITY: an allow-list of known files; nothing is ever resolved from the address.
    const file = address.origin === ownOrigin || address.host === 'console' ? pages.get(address.pathname) : undefined;
    if (file === undefined) return new Response('not here', { status: 404 });
    return new Response(new Uint8Array(readFileSync(file)), {
      headers: {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      },
    });
  });
}

function list(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? list(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}
