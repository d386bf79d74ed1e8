import type { Me, Right } from '../../core/team/team';

/** Whoever sits at this console, and what the team allows them. */
export interface Actor {
  me(): Me;
  may(right: Right): boolean;
}
