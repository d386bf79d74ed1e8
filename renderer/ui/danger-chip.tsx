import type { Danger } from '../../core/runbook/plan';
import { useT } from '../locales/locale';
import { Chip } from './chip';

const looks = {
  read: { tone: 'green', shape: 'ring' },
  change: { tone: 'amber', shape: 'triangle' },
  destroy: { tone: 'red', shape: 'square' },
} as const;

/** How dangerous a step is: a word, a shape and a colour. */
export function DangerChip({ danger }: { readonly danger: Danger }) {
  const t = useT();
  const { tone, shape } = looks[danger];
  return (
    <Chip tone={tone} shape={shape}>
      {t(`danger.${danger}`)}
    </Chip>
  );
}
