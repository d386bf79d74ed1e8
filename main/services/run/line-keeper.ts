import type { Slot } from '../../../core/run/next-work';
import { slotKey, type KnownRecord } from '../../../core/run/rebuild-run';
import type { Target } from '../../../core/runbook/plan';
import type { Clock } from '../../ports/clock';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { Ssh, StepEnd } from '../../ports/ssh';
import type { Vault } from '../../ports/vault';
import { fileWork } from './file-work';
import type { LiveRun } from './live-run';
import { toldSecrets } from './step-secrets';

/** Waits between two tries to find out, in milliseconds; the last one repeats until it is known or somebody stops it. */
const backOff = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const;

interface Watch {
  readonly slot: Slot;
  readonly attempt: number;
  tries: number;
  cancel: Cancel;
  asking: boolean;
  dropped: boolean;
}

/** What the keeper tells about a cell that it looks after. */
export interface LineKeeperListener {
  /** Its record says so, or output arrives: the line is back, and the step runs. */
  readonly runs: (run: LiveRun, slot: Slot, attempt: number, bytes: number) => void;
  /** The server answered, or nobody can say yet (`unknown`). */
  readonly answered: (run: LiveRun, slot: Slot, attempt: number, end: StepEnd) => Promise<void>;
}

/** After a line is lost: asks the server again and again what became of a step. It never sends a step. */
export class LineKeeper {
  private readonly watches = new Map<string, Watch>();
  private closed = false;

  constructor(
    private readonly ports: { readonly ssh: Ssh; readonly vault: Pick<Vault, 'get'>; readonly schedule: Schedule; readonly clock: Clock },
    private readonly listener: LineKeeperListener,
    private readonly track: (work: Promise<void>) => void,
  ) {}

  /** Looks after an unknown cell; `now` asks at once. */
  watch(run: LiveRun, slot: Slot, attempt: number, now: boolean): void {
    // What a closing line leaves unknown is looked after by whoever opens the desk next.
    if (this.closed) return;
    const key = this.key(run, slot, attempt);
    const known = this.watches.get(key);
    const watch = known ?? { slot, attempt, tries: 0, cancel: () => undefined, asking: false, dropped: false };
    this.watches.set(key, watch);
    if (watch.asking) return;
    watch.cancel();
    const wait = now ? 0 : (backOff[Math.min(watch.tries, backOff.length - 1)] ?? 60_000);
    watch.cancel = this.ports.schedule.after(wait, () => this.track(this.ask(run, watch)));
  }

  /** Ends the automatic looking for one cell. */
  drop(run: LiveRun, slot: Slot, attempt: number): void {
    const key = this.key(run, slot, attempt);
    const watch = this.watches.get(key);
    if (watch === undefined) return;
    watch.dropped = true;
    watch.cancel();
    this.watches.delete(key);
  }

  /** Ends it for a whole run, or for everything. */
  dropAll(run: LiveRun | null): void {
    for (const [key, watch] of this.watches) {
      if (run !== null && !key.startsWith(`${run.id}/`)) continue;
      watch.dropped = true;
      watch.cancel();
      this.watches.delete(key);
    }
  }

  /** Ends all looking, for good. */
  close(): void {
    this.closed = true;
    this.dropAll(null);
  }

  private key(run: LiveRun, slot: Slot, attempt: number): string {
    return `${run.id}/${slotKey(slot.position, slot.host, attempt)}`;
  }

  private async ask(run: LiveRun, watch: Watch): Promise<void> {
    const { slot, attempt } = watch;
    const target = run.target(slot.host);
    const known = run.knownOf(slot, attempt);
    if (target === undefined || known === undefined || watch.asking) return;
    watch.asking = true;
    watch.tries += 1;
    const { tries } = watch;
    const end = await this.lookUp(run, watch, target, known).catch(() => unknownEnd(this.ports.clock.now()));
    watch.asking = false;
    // The line is fine and the disk here is full: asking every second would only fill the journal.
    if (end.problem?.code === 'transcript-unwritable') watch.tries = tries;
    // An answer is told even where nobody watches any more: it is the truth about an attempt.
    await this.listener.answered(run, slot, attempt, end);
    if (watch.dropped) return;
    if (end.outcome.kind === 'unknown' || end.outcome.kind === 'running') this.watch(run, slot, attempt, false);
    else this.watches.delete(this.key(run, slot, attempt));
  }

  private async lookUp(run: LiveRun, watch: Watch, target: Target, known: KnownRecord): Promise<StepEnd> {
    const { slot, attempt } = watch;
    const step = run.step(slot.position);
    // SECURITY: law 7. What comes back is masked like what came before; while the vault is silent nothing is fetched.
    const secrets = await toldSecrets(this.ports.vault, run, step, slot.host);
    if (!secrets.ok) return { ...unknownEnd(this.ports.clock.now()), problem: secrets.error };
    const claim = { run: run.id, target: slot.host, position: slot.position, attempt };
    return this.ports.ssh.attach(claim, target, run.jumps(target), { ...known, secrets: secrets.value, ...fileWork(step) }, ({ bytes, moved }) => {
      if (watch.dropped) return;
      // The line is back, so the waits begin small again.
      watch.tries = 0;
      if (moved !== undefined) run.change(slot, (cell) => (cell.attempt === attempt ? { ...cell, moved } : cell));
      this.listener.runs(run, slot, attempt, bytes);
    });
  }
}

/** What is said of a step when nobody can say anything. */
export function unknownEnd(since: number): StepEnd {
  return { outcome: { kind: 'unknown', since }, bytes: 0, sha256: null, truncated: false, problem: null };
}
