/** What was thrown, in its own words. A library may throw anything; in TypeScript that is `unknown`. */
export function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
