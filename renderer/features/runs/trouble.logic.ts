/**
 * The rule behind "first error": on the first host that ended badly where there is one, else the shown output; there the
 * first line that holds one of these words whole, in any case.
 */
export const troubled = /\b(error|errors|failed|failure|fatal|panic|denied|cannot|traceback|no such)\b/i;
