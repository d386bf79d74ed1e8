import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Null when a keychain can be there. On Linux it is reached over the session bus; without one the library would start a
 * bus of its own, or hang, so it is not even asked.
 */
export function secretService(): string | null {
  if (process.platform !== 'linux') return null;
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtime } = process.env;
  if (address !== undefined && address !== '') return null;
  if (runtime !== undefined && existsSync(join(runtime, 'bus'))) return null;
  return 'there is no session bus (D-Bus), so no Secret Service can be reached';
}
