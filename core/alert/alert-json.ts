import type { Alert } from './alert';
import { isoTime } from './iso-time';

/** An alert as `breakglass alerts --json` prints it: the same fields, every time in ISO 8601. */
export function alertToJson(alert: Alert): Readonly<Record<string, unknown>> {
  return {
    ...alert,
    startsAt: isoTime(alert.startsAt),
    seenAt: isoTime(alert.seenAt),
    deadline: alert.deadline === null ? null : isoTime(alert.deadline),
    ack: alert.ack && { by: alert.ack.by, at: isoTime(alert.ack.at), until: alert.ack.until === null ? null : isoTime(alert.ack.until) },
    snooze: alert.snooze && { ...alert.snooze, until: isoTime(alert.snooze.until) },
    mute: alert.mute && { ...alert.mute, until: isoTime(alert.mute.until) },
    there: alert.there && { ...alert.there, waiting: alert.there.waiting && { ...alert.there.waiting, since: isoTime(alert.there.waiting.since) } },
    notes: alert.notes.map((note) => ({ ...note, at: isoTime(note.at) })),
  };
}
