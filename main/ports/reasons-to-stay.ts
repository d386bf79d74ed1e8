/** Why leaving now would hurt somebody: quitting asks when any of these holds. */
export interface ReasonsToStay {
  readonly runs: number;
  readonly rings: number;
  /** Recorded terminals whose shell would end. */
  readonly terminals: number;
  readonly onDuty: boolean;
}
