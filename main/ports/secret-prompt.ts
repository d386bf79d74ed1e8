/** Asks a person for a secret where nobody else looks on: a window that only sends, or a terminal without echo. */
export interface SecretPrompt {
  /** The value, or null when the person gave none. `purpose` says what it is for, in words to be shown as text. */
  ask(question: { readonly name: string; readonly purpose: string }): Promise<string | null>;
}
