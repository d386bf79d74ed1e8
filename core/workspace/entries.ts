/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const workspaceEntries = {
} as const;
