/** Names that nobody else gives. */
export interface Ids {
  /** Sortable by time, lower-case letters and digits, 26 characters. */
  next(): string;
  /** Unguessable, 32 hex characters: frames input that a hostile peer must not be able to imitate. */
  nonce(): string;
}
