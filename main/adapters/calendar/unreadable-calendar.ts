/** Why a calendar cannot be laid out. */
export type Unreadable =
  | { readonly code: 'calendar-zone-unknown'; readonly zone: string }
  | { readonly code: 'calendar-event-bad'; readonly summary: string; readonly why: string }
  | { readonly code: 'calendar-not-ics'; readonly why: string }
  | { readonly code: 'calendar-too-many' }
  | { readonly code: 'calendar-too-slow' };

/** Thrown inside of this adapter only, from deep within a layout; `expand` turns it into a failure. */
export class UnreadableCalendar extends Error {
  constructor(readonly reason: Unreadable) {
    super(reason.code);
  }
}
