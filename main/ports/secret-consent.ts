/** Asks the person at the console whether a secret may be handed out this once. Nobody there, or no answer, is a no. */
export interface SecretConsent {
  /** `purpose` says what uses it, in words to be shown as text. */
  agree(question: { readonly name: string; readonly purpose: string }): Promise<boolean>;
}
