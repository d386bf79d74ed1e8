import { z } from 'zod';

/** The codes of what people do to an alert, and of the machine's words that end it. */
export const deedCodes = [
  'ALERT-ACK',
  'ALERT-UNACK',
  'ALERT-ACK-LAPSED',
  'ALERT-ACK-THERE',
  'ALERT-UNACK-THERE',
  'ALERT-GRADE',
  'ALERT-UNGRADE',
  'ALERT-SNOOZE',
  'ALERT-UNSNOOZE',
  'ALERT-WORSE',
  'ALERT-NOTE',
] as const;
export type DeedCode = (typeof deedCodes)[number];

export function isDeedCode(code: string): code is DeedCode {
  return (deedCodes as readonly string[]).includes(code);
}

/** The order of what was done here and has no entry yet: after everything that is known. */
export const notYetOrdered = '~';

/** One thing that somebody did, with its place among what everybody did (core/journal/entry-order.ts). */
export const deedSchema = z.object({
  order: z.string(),
  by: z.string(),
  at: z.number(),
  code: z.enum(deedCodes),
  /** As its entry has it: alert and title are known from the record. */
  data: z.looseObject({}),
  /** It was about a firing that is over: whatever a clock says that jumped meanwhile. */
  over: z.boolean().default(false),
});
export type Deed = z.infer<typeof deedSchema>;

const ackCodes: ReadonlySet<DeedCode> = new Set(['ALERT-ACK', 'ALERT-UNACK', 'ALERT-ACK-LAPSED', 'ALERT-ACK-THERE', 'ALERT-UNACK-THERE']);
const gradeCodes: ReadonlySet<DeedCode> = new Set(['ALERT-GRADE', 'ALERT-UNGRADE']);

export function isAbout(code: DeedCode, what: 'ack' | 'grade'): boolean {
  return (what === 'ack' ? ackCodes : gradeCodes).has(code);
}

/** The firing that these deeds are about is over. */
export function ended(deeds: readonly Deed[], what: 'ack' | 'grade'): Deed[] {
  return deeds.map((deed) => (deed.over || !isAbout(deed.code, what) ? deed : { ...deed, over: true }));
}
