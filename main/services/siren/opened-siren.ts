import type { SirenCan } from '../../../core/siren/siren';
import type { Siren } from '../../ports/siren';

/** What opening an entry of sirens.yaml gives; compose binds it to the driver registry. */
export interface OpenedSiren {
  readonly siren: Siren;
  readonly can: SirenCan;
  readonly title: string;
}
