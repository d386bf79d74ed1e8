import { buildTerminal } from './terminal';

/** Builds the terminal once for every file of the lab: while one file runs it, no other may write it again. */
export async function setup(): Promise<void> {
  await buildTerminal();
  process.env['BREAKGLASS_LAB_BUILT'] = '1';
}
