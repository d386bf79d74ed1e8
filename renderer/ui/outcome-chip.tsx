import type { OutcomeKind } from '../../core/run/outcome';
import { useT } from '../locales/locale';
import { Chip } from './chip';
import type { Shape, Tone } from './tone';

/** Green only for what is confirmed; unknown is violet and dashed, never red and never green. */
export const outcomeLooks: Readonly<Record<OutcomeKind, { readonly tone: Tone; readonly shape: Shape }>> = {
  'not-sent': { tone: 'grey', shape: 'ring' },
  refused: { tone: 'red', shape: 'cross' },
  running: { tone: 'blue', shape: 'dot' },
  ok: { tone: 'green', shape: 'dot' },
  failed: { tone: 'red', shape: 'cross' },
  stopped: { tone: 'amber', shape: 'square' },
  'timed-out': { tone: 'red', shape: 'triangle' },
  interrupted: { tone: 'violet', shape: 'dashed' },
  skipped: { tone: 'grey', shape: 'ring' },
  unknown: { tone: 'violet', shape: 'dashed' },
};

export function OutcomeChip({ kind, detail }: { readonly kind: OutcomeKind; readonly detail?: string }) {
  const t = useT();
  const { tone, shape } = outcomeLooks[kind];
  return (
    <Chip tone={tone} shape={shape}>
      {t(`outcome.${kind}`)}
      {detail === undefined || detail === '' ? '' : ` (${detail})`}
    </Chip>
  );
}
