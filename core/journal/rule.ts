/** Why a journal is not proven. docs/journal-format.md explains each. */
export type Rule =
  | 'bad-segment'
  | 'torn-tail'
  | 'not-canonical'
  | 'bad-shape'
  | 'wrong-writer'
  | 'bad-seq'
  | 'bad-prev'
  | 'bad-clock'
  | 'unknown-key'
  | 'bad-signature'
  | 'unvouched-tail'
  | 'witness-mismatch'
  | 'cut-tail';
