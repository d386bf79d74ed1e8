import type { Case } from '../../../core/case/case';
import { desk } from '../../desk';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';

const show = useDialogs.getState().show;

/** What keys and buttons of the Cases screen do. */
export const caseActs = {
  open: () => show({ kind: 'open-case', title: '', alerts: [] }),
  own: ({ id }: Case) => void perform(desk().cases.own({ id })),
  close: ({ id, title }: Case) => show({ kind: 'close-case', id, title }),
  reopen: ({ id }: Case) => void perform(desk().cases.reopen({ id, why: '' })),
  handOver: ({ id }: Case) => show({ kind: 'hand-over', id }),
  note: ({ id }: Case) => show({ kind: 'note', of: 'case', id }),
  link: ({ id }: Case) => show({ kind: 'link-case', id }),
  merge: ({ id }: Case) => show({ kind: 'merge-case', id }),
  export: ({ id }: Case) => show({ kind: 'export-case', id }),
  terminal: ({ id }: Case) => show({ kind: 'terminal', host: null, caseId: id }),
  ring: ({ id, title }: Case) => show({ kind: 'ring', to: 'on-duty', reason: title, caseId: id }),
} as const;
