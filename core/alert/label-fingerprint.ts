import { sha256Hex } from '../runbook/sha256';

/** Names an alert by its labels, for senders that give it no name of their own: the same labels are the same alert. */
export function labelFingerprint(prefix: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${prefix}-${sha256Hex(JSON.stringify(sorted)).slice(0, 24)}`;
}
