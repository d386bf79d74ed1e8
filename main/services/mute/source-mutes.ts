import { isoTime } from '../../../core/alert/iso-time';
import type { Matcher } from '../../../core/alert/matcher';
import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { Act } from '../../../core/ipc/contract';
import { wellFormed } from '../../../core/journal/canonical';
import type { Mute } from '../../../core/mute/mute';
import type { SourceEntry } from '../../../core/workspace/files';
import type { Actor } from '../../ports/actor';
import type { Clock } from '../../ports/clock';
import type { CurrentWorkspace } from '../../ports/current-workspace';
import type { Journal } from '../../ports/journal';
import type { SourceSilence, SourceSilences } from '../../ports/source-silences';

/** A mute at a source, and where. */
export interface SourceMute {
  readonly mute: Mute;
  readonly source: string;
  readonly state: SourceSilence['state'];
}

/** The mutes that sources keep themselves: asked for once a minute and when somebody looks, changed only by a person. */
export interface SourceMutes {
  list(): Promise<{ readonly mutes: readonly SourceMute[]; readonly sources: readonly { readonly id: string; readonly problem: Failure | null }[] }>;
  create(input: { readonly source: string; readonly when: string; readonly matchers: readonly Matcher[]; readonly until: number; readonly why: string }): Promise<Result<Act>>;
  /** `id`: as `list` gives it, the source and its own id. */
  expire(id: string): Promise<Result<Act>>;
}

export function createSourceMutes(ports: {
  readonly journal: Journal;
  readonly actor: Actor;
  readonly workspace: CurrentWorkspace;
  readonly clock: Clock;
  readonly open: (entry: SourceEntry) => SourceSilences | null;
}): SourceMutes {
  const { journal, actor, clock } = ports;

  const silencesOf = (source: string): SourceSilences | null => {
    const entry = ports.workspace.get().settings.sources.find(({ id }) => id === source);
    return entry === undefined ? null : ports.open(entry);
  };

  const muteOf = (source: string, silence: SourceSilence): SourceMute => {
    const { id, when, why, by, from, until, state } = silence;
    return { source, state, mute: { id: `${source}/${id}`, kind: 'mute', when, why, by, from, until, even911: true } };
  };

  /** The intent is on record before the source hears of it, and its answer after: as with every dangerous act. */
  const ask = async <T extends { readonly id: string } | void>(about: { readonly source: string; readonly when: string }, silence: string, asked: Promise<Result<T>>): Promise<Result<T>> => {
    const answer = await asked;
    const made = answer.ok && answer.value !== undefined ? answer.value.id : silence;
    journal.appendLate('SOURCE-MUTE-ANSWER', { ...about, silence: made, failure: answer.ok ? '' : answer.error.code });
    return answer;
  };

  return {
    async list() {
      const keepers = ports.workspace.get().settings.sources.flatMap((entry) => {
        const silences = ports.open(entry);
        return silences === null ? [] : [{ id: entry.id, silences }];
      });
      const answers = await Promise.all(keepers.map(async ({ id, silences }) => ({ id, answer: await silences.list() })));
      return {
        mutes: answers.flatMap(({ id, answer }) => (answer.ok ? answer.value.map((silence) => muteOf(id, silence)) : [])),
        sources: answers.map(({ id, answer }) => ({ id, problem: answer.ok ? null : answer.error })),
      };
    },
    async create({ source, when, matchers, until, why }) {
      const silences = silencesOf(source);
      if (silences === null) return fail('source-cannot-mute', { source });
      const receipt = await journal.append('SOURCE-MUTE', { source, when, until, end: isoTime(until), why: wellFormed(why) });
      if (!receipt.ok) return receipt;
      const made = await ask({ source, when }, '', silences.create({ matchers, why, by: actor.me().person ?? '', from: clock.now(), until }));
      return made.ok ? ok({ en: `${source} mutes ${when} until ${isoTime(until)}`, ko: `${source}에서 ${when}을(를) ${isoTime(until)}까지 숨깁니다`, undo: null }) : made;
    },
    async expire(id) {
      const slash = id.indexOf('/');
      const source = id.slice(0, Math.max(slash, 0));
      const silences = silencesOf(source);
      if (silences === null) return fail('mute-unknown', { id });
      const listed = await silences.list();
      if (!listed.ok) return listed;
      const found = listed.value.find((silence) => silence.id === id.slice(slash + 1));
      if (found === undefined) return fail('mute-unknown', { id });
      const about = { source, when: wellFormed(found.when).slice(0, 2_000) };
      const receipt = await journal.append('SOURCE-UNMUTE', { ...about, silence: found.id });
      if (!receipt.ok) return receipt;
      const gone = await ask(about, found.id, silences.expire(found.id));
      return gone.ok ? ok({ en: `${source} no longer mutes ${found.when}`, ko: `${source}에서 ${found.when} 숨김을 끝냈습니다`, undo: null }) : gone;
    },
  };
}
