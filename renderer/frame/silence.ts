import { desk } from '../desk';
import { perform } from '../stores/act-store';

/** Law 5: never asks, from anywhere. Null = every siren. */
export function silence(siren: string | null = null): void {
  void perform(desk().sirens.silence({ siren }));
}
