import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { shippedFuses } from './electron-fuses.mjs';

describe('shippedFuses', () => {
  it('names exactly the fuses that a version has: eight in 33, nine in 45', () => {
    expect(Object.keys(shippedFuses(33))).toHaveLength(8);
    expect(Object.keys(shippedFuses(45))).toHaveLength(9);
    expect(Object.keys(shippedFuses(33))).not.toContain(String(FuseV1Options.WasmTrapHandlers));
  });

  it('ships no Node, no debugger, and no code but our own archive', () => {
    const fuses = shippedFuses(45);
    expect(fuses[FuseV1Options.RunAsNode]).toBe(false);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(false);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(false);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(true);
    expect(fuses[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(false);
  });
});
