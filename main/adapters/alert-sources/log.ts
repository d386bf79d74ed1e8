import { z } from 'zod';
import { HeardAlerts, type Heard } from '../../../core/alert/heard';
import { logRuleSchema } from '../../../core/alert/log-rules';
import type { SourceFound } from '../../../core/alert/source-report';
import { fail, ok, type Result } from '../../../core/errors';
import { durationSchema } from '../../../core/workspace/files';
import { defineAlertSource, type Sighting, type SourceContext } from '../../ports/alert-source';
import type { LogGap, LogName, LogPiece, LogQuestion } from '../../ports/log-reader';
import { keepHeard } from './parts/keep-heard';

const priorities = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;

const config = z
  .strictObject({
    /** A host of hosts.yaml. */
    host: z.string().min(1).max(200).meta({ names: 'host' }),
    /** A file there, by its absolute path; what logrotate made of it is read to its end. */
    file: z.string().regex(/^\/[^\0\n]{1,1000}$/, 'an absolute path').optional(),
    /** The journal of systemd there. */
    journal: z
      .strictObject({
        units: z.array(z.string().regex(/^[A-Za-z0-9:_.\\@*?-]{1,256}$/, 'a unit of systemd')).max(50).default([]),
        /** Lines at least as grave. */
        priority: z.enum(priorities).default('debug'),
      })
      .optional(),
    rules: z.array(logRuleSchema).min(1).max(200),
    labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string().max(1_000)).default({}),
    /** An alert ends when no further line came for this long. */
    quiet: durationSchema.default(3_600_000),
  })
  .superRefine((value, context) => {
    if ((value.file === undefined) === (value.journal === undefined)) context.addIssue('give either file or journal');
  });
type Config = z.infer<typeof config>;

/** A poll reads for no longer than this and leaves the rest to the next one, ms. */
const readingTime = 6_000;

/**
 * A log on a host, read through the console's own SSH: line that a rule asks for -> alert. Each poll reads on from the
 * place where the last one ended, and the place is kept together with what was heard before it: whatever is cut, no line
 * counts twice and none is passed over without saying so.
 */
export const log = defineAlertSource<Config>({
  kind: 'log',
  title: 'Log on a host (SSH)',
  config,
  open(config, context) {
    const watched = new WatchedLog(config, context);
    return { poll: (signal) => watched.poll(signal), test: (signal) => watched.test(signal) };
  },
});

interface Memory {
  readonly alerts: HeardAlerts;
  place: string | null;
  /** False while something of it still has to be written. */
  kept: boolean;
}

class WatchedLog {
  private readonly question: Omit<LogQuestion, 'place'>;
  private readonly name: string;
  private memory: Promise<Memory> | null = null;
  private newest: number | null = null;

  constructor(
    private readonly config: Config,
    private readonly context: SourceContext,
  ) {
    const log = logOf(config);
    this.name = log.kind === 'file' ? log.path : `journal ${log.units.join(' ')}`.trim();
    this.question = { log, rules: config.rules, about: { instance: config.host, log: this.name, ...config.labels } };
  }

  async poll(signal: AbortSignal): Promise<Result<Sighting>> {
    const { clock } = this.context;
    const begun = clock.mono();
    const memory = await (this.memory ??= this.recall());
    let more = true;
    while (more && clock.mono() - begun < readingTime) {
      const piece = await this.ask(memory.place, signal);
      if (!piece.ok) return piece;
      await this.take(memory, piece.value);
      ({ more } = piece.value);
    }
    const { alerts, ended, forgetful } = memory.alerts.sighting(clock.now());
    await keepHeard(this.context.notebook, memory.alerts);
    const mark = memory.place === null ? {} : { mark: memory.place };
    const upTo = this.newest === null ? {} : { upTo: { text: '', at: this.newest } };
    return ok({ alerts, ended, forgetful, epoch: 'log', ...mark, ...upTo, more });
  }

  async test(signal: AbortSignal): Promise<Result<SourceFound>> {
    const end = await this.ask(null, signal);
    if (!end.ok) return end;
    const { alerts } = (await (this.memory ??= this.recall())).alerts.sighting(this.context.clock.now());
    return ok({ server: this.config.host, place: this.name, count: alerts.length, newest: this.newest });
  }

  /** What the worker answers to a question that was given up is not taken: the place stands, and the same is read again. */
  private ask(place: string | null, signal: AbortSignal): Promise<Result<LogPiece>> {
    const silent = fail('log-silent', { host: this.config.host });
    if (signal.aborted) return Promise.resolve(silent);
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        resolve(silent);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      const done = (): void => {
        signal.removeEventListener('abort', giveUp);
      };
      this.context.logs(this.config.host, { ...this.question, place }).then(resolve, reject).then(done, done);
    });
  }

  /** What was heard and how far it was read change in one turn. */
  private async take(memory: Memory, { heard, place, newest, gap }: LogPiece): Promise<void> {
    for (const each of heard) memory.alerts.take(each);
    if (gap !== null) memory.alerts.take(this.missing(gap));
    const moved = memory.place !== place || !memory.kept;
    memory.place = place;
    this.newest = newest ?? this.newest;
    memory.kept = await keepHeard(this.context.notebook, memory.alerts, place, moved);
  }

  private async recall(): Promise<Memory> {
    const rows = await this.context.notebook.read();
    const mark = this.context.notebook.mark();
    const kept = rows.get('place') ?? null;
    const bornAt = Number(rows.get('born') ?? Number.NaN);
    // A log that was never watched has nothing to remember; one whose notes are lost has.
    const born = Number.isNaN(bornAt) ? (kept === null && mark !== null ? this.context.clock.now() : 0) : bornAt;
    const alerts = new HeardAlerts(this.config.quiet, born);
    alerts.restore([...rows].filter(([key]) => key !== 'place' && key !== 'born'));
    if (Number.isNaN(bornAt)) await this.context.notebook.write([{ key: 'born', value: String(born) }]).catch(() => undefined);
    return { alerts, place: kept ?? mark, kept: true };
  }

  private missing({ why, bytes }: LogGap): Heard {
    const now = this.context.clock.now();
    const { about } = this.question;
    const summary =
      why === 'behind'
        ? `${String(bytes)} bytes of ${this.name} were passed over: it grows faster than it can be read`
        : `Lines of ${this.name} may be missing: it was emptied or rotated away before it was read to its end`;
    const labels = { ...about, alertname: 'LogGap', severity: 'warning', why };
    return { kind: 'fires', fingerprint: `log-gap-${why}`, labels, annotations: { summary }, startsAt: now, heardAt: now };
  }
}

function logOf({ file, journal }: Config): LogName {
  if (file !== undefined) return { kind: 'file', path: file };
  return { kind: 'journal', units: journal?.units ?? [], priority: priorities.indexOf(journal?.priority ?? 'debug') };
}
