import type { SirenAbout } from '../../../core/siren/siren';
import type { Siren } from '../../ports/siren';

/** What a device says of itself, and what it plays through; nothing where it says nothing. */
export function saidOf(siren: Siren | undefined): { readonly about?: SirenAbout; readonly output?: string } {
  const [about, output] = [siren?.about?.() ?? null, siren?.output ?? null];
  return { ...(about === null ? {} : { about }), ...(output === null ? {} : { output }) };
}
