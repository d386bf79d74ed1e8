/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const workspaceFailures = {
} as const;
