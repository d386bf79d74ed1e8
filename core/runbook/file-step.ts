import { z } from 'zod';

/** The largest file that a step moves, in bytes. What is larger belongs to a tool made for it. */
export const largestFile = 67_108_864;

const hostPath = z.string();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const putSchema = z.object({
  kind: z.literal('put'),
  /** Below the workspace, `/` separated. */
  from: z.string(),
  /** Where it goes on the host: absolute. */
  to: hostPath,
  /** Octal permissions, or null: those of the file that is replaced, 0644 for a new one. */
  mode: z.string().nullable(),
  /** `user` or `user:group`, or null: that of the file that is replaced, the user's own for a new one. */
  owner: z.string().nullable(),
});

const getSchema = z.object({
  kind: z.literal('get'),
  /** What is read on the host: absolute. */
  from: hostPath,
  /** A file of more bytes than this is not fetched at all. */
  maxBytes: z.number().int(),
});

/** What a `get` or `put` block says. Paths on the host may be `$name`, a parameter that a plan fills in. */
export const stepFileSchema = z.discriminatedUnion('kind', [putSchema, getSchema]);
export type StepFile = z.infer<typeof stepFileSchema>;

/** The same as a plan froze it: the file that is put is named by its size and hash (decisions.md 18). */
export const planFileSchema = z.discriminatedUnion('kind', [putSchema.extend({ bytes: z.number().int(), sha256 }), getSchema]);
export type PlanFile = z.infer<typeof planFileSchema>;

/** A file that was moved, as this side measured it. */
export const movedFileSchema = z.object({ bytes: z.number().int(), sha256 });
export type MovedFile = z.infer<typeof movedFileSchema>;

const longestPath = 1_024;

/** True of an absolute path that says one thing only: no `.`, `..`, empty part, end in `/` or control character. */
export function isHostPath(path: string): boolean {
  if (!path.startsWith('/') || path.length > longestPath || /[\p{Cc}\p{Cs}]/u.test(path)) return false;
  return path.slice(1).split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/**
 * True of a path below the workspace. SECURITY: no way out of it, and neither git's folder nor the app's own, which may
 * hold what was never meant for a server. Links are judged where the file is read.
 */
export function isWorkspacePath(path: string): boolean {
  const [first] = path.split('/');
  return !path.startsWith('/') && !path.includes('\\') && first !== '.git' && first !== '.breakglass' && isHostPath(`/${path}`);
}
