/** Ends a wait or a repetition; safe to call twice. */
export type Cancel = () => void;

/** Things that happen later. Tests put a simulated one here, so that hours pass in milliseconds. */
export interface Schedule {
  after(ms: number, act: () => void): Cancel;
  every(ms: number, act: () => void): Cancel;
}
