export interface SecretQuestion {
  readonly name: string;
  /** What uses it, and where it goes, in words to be shown as text. */
  readonly purpose: string;
  /** Whether it is handed out once, or from now on. */
  readonly lasts: 'once' | 'from-now-on';
}

/** Asks the person at the console whether a secret may be handed out. Nobody there, or no answer, is a no. */
export interface SecretConsent {
  agree(question: SecretQuestion): Promise<boolean>;
}
