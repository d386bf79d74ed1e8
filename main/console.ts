import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { readViewLink, type ShownView } from '../core/alert/view-link';
import { exportedSentence } from '../core/case/export';
import { fail, ok, type Failure, type Result } from '../core/errors';
import type { ImportKind } from '../core/import/draft-import';
import { mainContract, type Act } from '../core/ipc/contract';
import type { Blind, Frame } from '../core/ipc/frame';
import type { Call, Handlers, Push, Tell } from '../core/ipc/kit';
import type { ImportView } from '../core/ipc/setup';
import type { FrameSurroundings } from './services/frame-desk';
import { saveText } from './adapters/saved-file/save-text';
import { composeFiles, openDesk, type Desk } from './compose';
import type { Drill } from './drill/drill';
import type { DeskHandlers } from './ipc/handlers';
import type { Platform } from './platform/platform';
import type { Preferences } from './ports/preferences';
import type { ReasonsToStay } from './ports/reasons-to-stay';
import type { Cancel } from './ports/schedule';
import { followDesk } from './follow-desk';
import { silenceNow } from './silence-now';
import { viewCalls } from './view-calls';

interface ConsoleOptions {
  readonly platform: Platform;
  readonly preferences: Preferences;
  readonly runtime: Frame['runtime'];
  readonly appVersion: string;
  readonly assets: string;
  readonly chooseFolder: (purpose: 'open' | 'create') => Promise<string | null>;
  /** Where to save something under this name; null: nowhere. An existing file was confirmed by the person. */
  readonly chooseSave: (name: string) => Promise<string | null>;
  /** A file to read, chosen by the person; null: none. */
  readonly chooseFile: () => Promise<string | null>;
  readonly openLink: (url: string) => Promise<Result<void>>;
  /** Puts a text on the clipboard; false where there is none. */
  readonly copyText: (text: string) => boolean;
  /** Brings the window to the front; false where there is none. */
  readonly showWindow: () => boolean;
  /** Lets terminals hand their commands to the open desk. */
  readonly serve: (desk: Desk, calls: Handlers<typeof mainContract>) => Promise<TerminalServer>;
}

/** Who takes the commands of other terminals. */
export interface TerminalServer {
  /** Resolves once no handed-over command is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export type PushListener = Tell<typeof mainContract>;

const nobody: Omit<Frame, keyof FrameSurroundings> = {
  workspace: null,
  me: null,
  duty: { who: null, until: null, next: null, nextFrom: null },
  sirens: [],
  rings: [],
  sources: [],
  journal: { state: 'closed', seq: 0, problem: null },
  blind: [],
  runs: { running: 0, held: 0 },
  vault: 'open',
  mutes: { inForce: 0, held: 0, held911: 0, windows: [] },
  counts: { '911': 0, '912': 0, ungraded: 0, noise: 0 },
};

/** The window's counterpart: at most one open workspace, the calls that it answers, and what it tells unasked. */
export class Console {
  readonly handlers: Handlers<typeof mainContract>;
  private desk: Desk | null = null;
  private unfollow: Cancel = () => undefined;
  private served: TerminalServer | null = null;
  private unopened: Frame['unopened'] = null;
  private opening: Promise<Result<void>> = Promise.resolve(ok(undefined));
  private readonly pushListeners = new Set<PushListener>();
  private readonly frameListeners = new Set<(frame: Frame) => void>();
  private key: string | null = null;
  /** What nobody caught: parts of this console may have stopped, and until it is opened again nobody can say which. */
  private mishaps: readonly Blind[] = [];
  /** The folder that was asked for last, even before it is open. */
  private wanted: string | null = null;

  constructor(private readonly options: ConsoleOptions) {
    const { preferences } = options;
    const topics = forwarded(() => this.desk?.handlers ?? null);
    this.handlers = {
      ...topics,
      sirens: { ...topics.sirens, silence: ({ siren }) => this.silenceSirens(siren) },
      cases: { ...topics.cases, export: (input) => this.exportCase(input) },
      duty: { ...topics.duty, export: () => this.exportRota() },
      terminals: { ...topics.terminals, export: ({ terminal }) => this.exportRecording(terminal) },
      setup: { ...topics.setup, importFile: ({ kind }) => this.importFile(kind) },
      app: {
        frame: () => Promise.resolve(ok(this.frame())),
        prefer: (input) => {
          preferences.set(input);
          this.tellFrame();
          return Promise.resolve(ok(undefined));
        },
        openLink: ({ url }) => options.openLink(url),
      },
      workspace: {
        open: async ({ path }) => {
          const root = path ?? (await options.chooseFolder('open'));
          return root === null ? fail('cancelled', {}) : this.open(root);
        },
        create: async ({ path, name, person, timezone }) => {
          const root = path ?? (await options.chooseFolder('create'));
          if (root === null) return fail('cancelled', {});
          const made = await composeFiles().create(resolve(root), { name, person, timezone });
          return made.ok ? this.open(root) : made;
        },
        practise: () => this.practise(),
        recent: () => Promise.resolve(ok([...preferences.get().recent])),
        findings: () => Promise.resolve(ok([...(this.desk?.workspace.findings() ?? [])])),
        accept: async ({ request, role }) => (this.desk === null ? fail('no-workspace', {}) : this.desk.team.accept(request, role, this.desk.record, options.platform.signatory)),
        team: () => Promise.resolve(this.desk === null ? fail('no-workspace', {}) : ok(this.desk.team.list((writer) => this.desk?.peers.headOf(writer) ?? { seq: 0, hash: '' }))),
        retire: async (input) => {
          const { desk } = this;
          return desk === null ? fail('no-workspace', {}) : desk.team.retire(input, desk.record, (writer) => desk.peers.headOf(writer), options.platform.signatory);
        },
        phoneKey: async () => (this.desk === null ? fail('no-workspace', {}) : this.desk.team.listPhoneKey(this.desk.record)),
        joinRequest: async ({ name }) => (this.desk === null ? fail('no-workspace', {}) : this.desk.team.joinRequest(name, this.desk.record)),
      },
      views: viewCalls({ preferences, copyText: options.copyText, show: (view) => this.showView(view) }),
      drill: {
        scenarios: () => {
          const { locale } = preferences.get();
          const scenarios = this.desk?.drill?.scenarios ?? [];
          return Promise.resolve(ok(scenarios.map(({ id, title, text }) => ({ id, title: title[locale], text: text[locale] }))));
        },
        play: async ({ id }) => this.drill()?.play(id) ?? fail('not-in-drill', {}),
        reset: async () => {
          const drill = this.drill();
          if (drill === null) return fail('not-in-drill', {});
          await drill.reset();
          return ok(undefined);
        },
        cutLine: ({ seconds }) => {
          const drill = this.drill();
          drill?.cutLine(seconds);
          return Promise.resolve(drill === null ? fail('not-in-drill', {}) : ok(undefined));
        },
      },
    };
  }

  /** The global hotkey that is in force, shown in the frame. */
  set hotkey(key: string | null) {
    this.key = key;
    this.tellFrame();
  }

  /** Shows what nobody caught, on every screen until the app ends. */
  mishap(problem: Failure): void {
    this.mishaps = [{ id: 'console', kind: 'console', name: 'Breakglass', since: this.mishaps[0]?.since ?? Date.now(), problem }];
    this.tellFrame();
  }

  isOpen(): boolean {
    return this.desk !== null;
  }

  /** The open desk, for terminals. */
  current(): Desk | null {
    return this.desk;
  }

  /** Puts a desk that was opened elsewhere (a drill in the terminal) in front. */
  async take(desk: Desk): Promise<void> {
    await this.leave();
    await this.enter(ok(desk));
  }

  onPush(listener: PushListener): Cancel {
    this.pushListeners.add(listener);
    return () => this.pushListeners.delete(listener);
  }

  onFrame(listener: (frame: Frame) => void): Cancel {
    this.frameListeners.add(listener);
    return () => this.frameListeners.delete(listener);
  }

  /** Resolves once no command that another terminal handed over is under way. */
  async idle(): Promise<void> {
    await this.served?.idle();
  }

  /** Opens a workspace in place of the open one; one opening at a time. On failure the open one stays. */
  open(root: string): Promise<Result<void>> {
    const before = this.opening;
    this.wanted = resolve(root);
    this.opening = before.then(() => this.exchange(() => this.openFolder(realFolder(root)))).catch((cause: unknown) => this.bug(cause));
    return this.opening;
  }

  /** Opens a workspace that no button asked for: the last one, or the command line's. What kept it closed stays in sight. */
  async openNamed(root: string): Promise<void> {
    const opened = await this.open(root);
    if (opened.ok) return;
    this.unopened = { path: resolve(root), problem: opened.error };
    this.tellFrame();
  }

  /** A link from outside: it opens a view, or says why it opens nothing. */
  openViewLink(link: string): void {
    const view = readViewLink(link);
    if (view.ok) this.showView(view.value);
    else this.push('views', 'refused', view.error);
  }

  private showView(view: ShownView): boolean {
    if (!this.options.showWindow()) return false;
    this.push('views', 'show', view);
    return true;
  }

  /** Stops every siren now. Asks nothing, works whatever else is going on (law 5). */
  async silence(): Promise<void> {
    await this.silenceSirens(null);
  }

  /** Also while no desk is open: one may be opening, or the disk keeps it from opening. */
  private silenceSirens(siren: string | null): Promise<Result<Act>> {
    const { platform, preferences, appVersion } = this.options;
    if (this.desk !== null) return this.desk.sirens.silence({ siren });
    const root = this.wanted ?? preferences.get().last;
    return root === null ? Promise.resolve(fail('no-workspace', {})) : silenceNow(siren, { root, appVersion, dataFolder: platform.dataFolder, platform });
  }

  // SECURITY: only a person in a native dialog names a file outside the workspace; a window never does.
  private async importFile(kind: ImportKind): Promise<Result<ImportView>> {
    const file = await this.options.chooseFile();
    if (file === null) return fail('cancelled', {});
    return this.desk === null ? fail('no-workspace', {}) : this.desk.imports.file(kind, file);
  }

  private async exportRecording(terminal: string): Promise<Result<{ file: string }>> {
    const { desk } = this;
    if (desk === null) return fail('no-workspace', {});
    const file = await this.options.chooseSave(`${terminal}.cast`);
    if (file === null) return fail('cancelled', {});
    const written = await desk.terminals.exportTo(terminal, file, true);
    return written.ok ? ok({ file }) : written;
  }

  private async exportCase({ id, redact }: { readonly id: string; readonly redact: readonly string[] }): Promise<Result<Act>> {
    const { desk } = this;
    if (desk === null) return fail('no-workspace', {});
    const target = await this.options.chooseSave(`case-${id.replace(/[^0-9A-Za-z-]/g, '-')}.zip`);
    // The dialog asked before it gave the name of a file that is there.
    if (target === null) return fail('cancelled', {});
    const done = await desk.caseExports.export({ id, target, form: 'zip', redact, replace: true });
    return done.ok ? ok({ en: exportedSentence(done.value, 'en'), ko: exportedSentence(done.value, 'ko'), undo: null }) : done;
  }

  private async exportRota(): Promise<Result<Act>> {
    const { desk } = this;
    if (desk === null) return fail('no-workspace', {});
    const file = await this.options.chooseSave('duty.ics');
    if (file === null) return fail('cancelled', {});
    const saved = await saveText(file, desk.shifts.calendar());
    return saved.ok ? ok({ en: `The next 30 days are written to ${file}`, ko: `앞으로 30일의 당직을 ${file}에 저장했습니다`, undo: null }) : saved;
  }

  reasonsToStay(): ReasonsToStay {
    const { desk } = this;
    if (desk === null) return { runs: 0, rings: 0, terminals: 0, onDuty: false };
    const frame = this.frame();
    return { runs: frame.runs.running, rings: frame.rings.length, terminals: desk.terminals.count(), onDuty: desk.drill === null && frame.me?.person !== null && frame.duty.who === frame.me?.person };
  }

  async close(): Promise<void> {
    await this.opening;
    await this.leave();
  }

  private drill(): Drill | null {
    return this.desk?.drill ?? null;
  }

  private practise(): Promise<Result<void>> {
    this.opening = this.opening.then(() => this.exchange(async () => (await import('./practise')).practise({ ...this.options, dir: null, asRoot: false }))).catch((cause: unknown) => this.bug(cause));
    return this.opening;
  }

  private openFolder(root: string): Promise<Result<Desk>> {
    return openDesk({ ...this.options, root, drill: null });
  }

  private async exchange(open: () => Promise<Result<Desk>>): Promise<Result<void>> {
    const { desk: old } = this;
    // The lock of the same folder must be free before it can be taken again.
    if (old !== null) await this.leave();
    const opened = await open().catch((cause: unknown) => this.bug(cause));
    if (!opened.ok) {
      if (old !== null && old.drill === null) await this.enter(await this.openFolder(old.root));
      return opened;
    }
    return this.enter(opened);
  }

  private async enter(opened: Result<Desk>): Promise<Result<void>> {
    if (!opened.ok) return opened;
    const desk = opened.value;
    this.desk = desk;
    this.unopened = null;
    this.unfollow = followDesk(desk, (topic, name, payload) => {
      this.push(topic, name, payload);
    }, () => {
      this.tellFrame();
    });
    this.served = await this.options.serve(desk, this.handlers);
    if (desk.drill === null) this.options.preferences.set({ opened: { path: desk.root, name: desk.workspace.get().settings.name } });
    this.tellFrame();
    return ok(undefined);
  }

  private async leave(): Promise<void> {
    const { desk } = this;
    if (desk === null) return;
    this.desk = null;
    this.unfollow();
    await this.served?.close();
    this.served = null;
    await desk.close();
    this.tellFrame();
  }

  private bug(cause: unknown): Result<never> {
    const reference = Date.now().toString(36);
    this.options.platform.log(`bug ${reference} while opening: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    return fail('internal-error', { reference });
  }

  private frame(): Frame {
    const { locale, theme } = this.options.preferences.get();
    const surroundings: FrameSurroundings = { runtime: this.options.runtime, locale, theme, hotkey: this.key, unopened: this.unopened };
    const frame = this.desk === null ? { ...nobody, ...surroundings } : this.desk.frame.view(surroundings);
    return { ...frame, blind: [...frame.blind, ...this.mishaps] };
  }

  private tellFrame(): void {
    const frame = this.frame();
    this.push('app', 'changed', frame);
    for (const listener of this.frameListeners) listener(frame);
  }

  private readonly push: PushListener = (topic, name, payload) => {
    for (const listener of this.pushListeners) listener(topic, name, payload);
  };
}

/** The folder behind every link, so that one workspace has one lock and one desk, whatever name it was opened by. */
function realFolder(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

/** A record, so that a topic that is forgotten here does not compile. */
const everyTopic: Readonly<Record<keyof DeskHandlers, true>> = {
  setup: true,
  alerts: true,
  cases: true,
  mutes: true,
  duty: true,
  sirens: true,
  runbooks: true,
  runs: true,
  approvals: true,
  hosts: true,
  terminals: true,
  journal: true,
  vault: true,
};
const deskTopics = Object.keys(everyTopic) as readonly (keyof DeskHandlers)[];

/** The topics of an open workspace, each call passed on to whichever desk is open when it comes. */
function forwarded(current: () => DeskHandlers | null): DeskHandlers {
  type Any = (input: unknown) => Promise<Result<unknown>>;
  const made = deskTopics.map((topic) => {
    const entries: readonly (readonly [string, Call | Push])[] = Object.entries<Call | Push>(mainContract[topic]);
    const names = entries.flatMap(([name, spec]) => (spec.kind === 'call' ? [name] : []));
    const calls = names.map((name): readonly [string, Any] => [
      name,
      (input) => {
        const handler = (current()?.[topic] as Readonly<Record<string, Any>> | undefined)?.[name];
        return handler === undefined ? Promise.resolve(fail('no-workspace', {})) : handler(input);
      },
    ]);
    return [topic, Object.fromEntries(calls)] as const;
  });
  // The loop makes exactly the calls that the contract lists for these topics.
  return Object.fromEntries(made) as DeskHandlers;
}
