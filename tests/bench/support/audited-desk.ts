import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../../core/errors';
import { claimPath } from '../../../core/run/claim';
import { openPreferences } from '../../../main/adapters/preferences/preferences-file';
import { composeFiles, openDesk, type Desk } from '../../../main/compose';
import { nodePlatform } from '../../../main/platform/node';
import { createNodeProcessHost } from '../../../main/platform/node-process-host';
import type { Run } from '../../../core/run/run';
import type { SirenDesk } from '../../../main/services/siren-desk';
import type { LoopbackHosts } from './loopback-hosts';
import type { Cost } from './peer';
import { writeHosts } from './write-hosts';

/**
 * The product itself as a terminal opens it: a workspace folder, a signed and synced journal, the SSH worker in its own
 * process, records at the hosts, transcripts on disk. Nothing is left out and nothing is added.
 */
export class AuditedDesk {
  private round = 0;

  private constructor(
    private readonly folder: string,
    private readonly desk: Desk,
    /** Ids of the worker processes, for their processor time. */
    private readonly workers: readonly number[],
  ) {}

  /**
   * @param scripts name of a runbook -> the bytes of its one step, which only reads
   * @param files more of the workspace, by path
   */
  static async open(hosts: Pick<LoopbackHosts, 'all'>, scripts: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): Promise<AuditedDesk> {
    const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-'));
    const root = join(folder, 'workspace');
    must(await composeFiles().create(root, { name: 'bench', person: 'Kim', timezone: 'UTC' }));
    writeHosts(root, hosts);
    for (const [name, script] of Object.entries(scripts)) writeFileSync(join(root, 'runbooks', `${name}.md`), runbook(name, script));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    const workers: number[] = [];
    const platform = nodePlatform({
      folder: join(folder, 'device'),
      speaker: { play: () => Promise.reject(new Error('silent')), stop: () => undefined, playing: () => false, outputs: () => Promise.reject(new Error('silent')) },
      secretPrompt: { ask: () => Promise.resolve(null) },
      secretConsent: { agree: () => Promise.resolve(false) },
      tell: () => undefined,
    });
    const host = createNodeProcessHost(new URL('./', import.meta.url));
    const desk = must(
      await openDesk({
        root,
        platform: {
          ...platform,
          homeFolder: folder,
          environment: { BREAKGLASS_PERSON: 'kim' },
          processes: {
            spawn: (name) => {
              const before = children();
              const worker = host.spawn(name);
              workers.push(...children().filter((pid) => !before.includes(pid)));
              return worker;
            },
          },
        },
        preferences: openPreferences(join(folder, 'device'), 'en'),
        appVersion: 'bench',
        drill: null,
      }),
    );
    return new AuditedDesk(folder, desk, workers);
  }

  get sirens(): SirenDesk {
    return this.desk.sirens;
  }

  /** How many alerts are graded and listed. Counted, not listed: asked every few ms, a list of all kept the desk from reading on. */
  alerts(): number {
    return Object.values(this.desk.alerts.counts()).reduce((all, some) => all + some, 0);
  }

  /** What keeps the workspace's files from being in force; empty where nothing does. */
  rejected(): string {
    return this.desk.workspace.findings().map(({ file, line, message }) => `${file}:${String(line)} ${message.en}`).join('; ');
  }

  /** From asking for a plan to the synced end of the run; throws unless every host ended well. */
  async run(name: string, hosts: readonly string[]): Promise<Cost & { readonly run: Run }> {
    this.round += 1;
    const cpu = this.cpu();
    const began = performance.now();
    const { plan, problems } = must(await this.desk.runbooks.plan({ path: `runbooks/${name}.md`, values: { round: String(this.round) }, on: [...hosts] }));
    if (plan === null) throw new Error(problems.map(({ en }) => en).join(' '));
    const { run } = must(await this.desk.runner.request({ hash: plan.hash, reason: 'bench', caseId: null }));
    await this.desk.runner.idle();
    const wall = performance.now() - began;
    const detail = must(await this.desk.runner.detail(run));
    const bad = detail.steps.flatMap(({ cells }) => cells).filter(({ outcome }) => outcome.kind !== 'ok');
    if (detail.state !== 'ended' || bad.length > 0) throw new Error(`the run ended badly: ${detail.state} ${JSON.stringify([detail.held, ...bad.slice(0, 3)])}`);
    return { wall, cpu: this.cpu() - cpu, run: detail };
  }

  /** Waits until the recordings of a run are derived, which its outcomes do not wait for: no peer is measured meanwhile. */
  async derived({ id, steps }: Run): Promise<void> {
    const claims = steps.flatMap(({ position, cells }) => cells.map(({ host, attempt }) => claimPath({ run: id, target: host, position, attempt })));
    const missing = (): boolean => claims.some((claim) => !existsSync(join(this.folder, 'workspace/transcripts', `${claim}.cast`)));
    for (let left = 600; missing(); left -= 1) {
      if (left === 0) throw new Error('no recording within 60 s');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async close(): Promise<void> {
    await this.desk.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** Processor time of this process and its workers so far, milliseconds. */
  private cpu(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000 + this.workers.map(cpuOf).reduce((a, b) => a + b, 0);
  }
}

/** The parameter makes each plan another one: asking twice for the same within two seconds is one click. */
function runbook(title: string, script: string): string {
  return `---\ntitle: ${title}\nparams:\n  round: { type: integer }\n---\n# ${title}\n\n\`\`\`sh {name=step, danger=read}\n${script}\n\`\`\`\n`;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, 'utf8').trim().split(' ').filter((pid) => pid !== '').map(Number),
  );
}

/** User and system time of a process, from its 14th and 15th field in ticks of 10 ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
