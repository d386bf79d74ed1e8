import type { Result } from '../../core/errors';
import type { Matcher } from '../../core/alert/matcher';

/** A mute as its source keeps it ("mute at Alertmanager", decisions.md 27). All text in it is hostile. */
export interface SourceSilence {
  /** The source's own id. */
  readonly id: string;
  /** In our matcher form. */
  readonly when: string;
  readonly why: string;
  readonly by: string;
  readonly from: number;
  readonly until: number;
  readonly state: 'pending' | 'active';
}

/** The mutes that a source keeps itself: it then holds alerts back for everybody, not only on our consoles. */
export interface SourceSilences {
  /** Those that are not over. */
  list(): Promise<Result<readonly SourceSilence[]>>;
  create(silence: { readonly matchers: readonly Pick<Matcher, 'name' | 'operator' | 'value'>[]; readonly why: string; readonly by: string; readonly from: number; readonly until: number }): Promise<Result<{ readonly id: string }>>;
  expire(id: string): Promise<Result<void>>;
}
