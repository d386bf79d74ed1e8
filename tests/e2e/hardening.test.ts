import type { Page } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import { approvalContract, mainContract, secretContract } from '../../core/ipc/contract';
import type { Contract } from '../../core/ipc/kit';
import { newDevice, startApp, type App } from './support/app';
import { ask, must } from './support/desk';

/** What a preload may put on a window of this contract: topic -> names. */
function expected(contract: Contract): Record<string, string[]> {
  const names = (entries: Contract[string]): string[] =>
    Object.entries(entries).map(([name, { kind }]) => (kind === 'call' ? name : `on${name.charAt(0).toUpperCase()}${name.slice(1)}`));
  return Object.fromEntries(Object.entries(contract).map(([topic, entries]) => [topic, names(entries).sort()]));
}

/** What is really there. */
function exposed(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(() => {
    const { breakglass } = window as unknown as { breakglass: Record<string, Record<string, unknown>> };
    return Object.fromEntries(Object.entries(breakglass).map(([topic, calls]) => [topic, Object.keys(calls).sort()]));
  });
}

/** Opens the approval window of a plan in a drill. */
async function openApproval({ electron, page }: App): Promise<Page> {
  must(await ask(page, 'workspace', 'practise'));
  const planned = must(await ask(page, 'runbooks', 'plan', { path: 'runbooks/restart-stuck-worker.md', values: { host: 'api-01' }, on: [] }));
  const opening = electron.waitForEvent('window');
  void ask(page, 'runs', 'request', { hash: planned.plan?.hash ?? '', reason: 'test', caseId: null }).catch(() => undefined);
  const approval = await opening;
  await approval.getByRole('main').waitFor();
  return approval;
}

describe('every window', () => {
  let app: App;
  beforeEach(async () => {
    app = await startApp(newDevice());
  });

  it('is locked down, and holds exactly its own contract', async () => {
    const { electron, page } = app;
    const approval = await openApproval(app);
    const opening = electron.waitForEvent('window');
    void ask(page, 'vault', 'ask', { name: 'drill-siren-pin' }).catch(() => undefined);
    const secret = await opening;
    await secret.getByRole('form', { name: 'A secret for the vault' }).waitFor();

    const preferences = await electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInSubFrames, nodeIntegrationInWorker, webSecurity, webviewTag, allowRunningInsecureContent, experimentalFeatures, enableBlinkFeatures } = (
          contents as unknown as { getLastWebPreferences: () => Electron.WebPreferences }
        ).getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInSubFrames, nodeIntegrationInWorker, webSecurity, webviewTag, loose: [allowRunningInsecureContent, experimentalFeatures, enableBlinkFeatures].some((each) => Boolean(each)) };
      }),
    );
    expect(preferences).toHaveLength(3);
    for (const each of preferences) {
      expect(each).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInSubFrames: false, nodeIntegrationInWorker: false, webSecurity: true, webviewTag: false, loose: false });
    }

    expect(await exposed(page)).toEqual(expected(mainContract));
    expect(await exposed(approval)).toEqual(expected(approvalContract));
    expect(await exposed(secret)).toEqual(expected(secretContract));
    for (const window of [page, approval, secret]) {
      const reachable = await window.evaluate(() => ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter((name) => name in window));
      expect(reachable).toEqual([]);
    }
  });

  it('runs no inline script, evaluates no text, reaches no network', async () => {
    const { page } = app;
    const violations = await page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const script = document.createElement('script');
      try {
        script.textContent = 'window.__pwned = "inline"';
        document.body.append(script);
      } catch (refusal) {
        seen.push((refusal as Error).name);
      }
      const tries: (() => unknown)[] = [
        () => Function('window.__pwned = "eval"')() as unknown,
        () => { document.body.innerHTML += '<img src=x onerror="window.__pwned=1">'; },
        () => setTimeout('window.__pwned = "timeout"' as unknown as () => void, 0),
      ];
      let refused = 0;
      for (const attempt of tries) {
        try {
          attempt();
        } catch {
          refused += 1;
        }
      }
      const unreachable = await Promise.all(
        ['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'app://console/../../package.json', 'data:text/plain,x'].map((url) => fetch(url).then(() => `reached ${url}`, () => null)),
      );
      const image = await new Promise((resolve) => {
        const img = new Image();
        img.onload = () => { resolve('loaded'); };
        img.onerror = () => { resolve('refused'); };
        img.src = 'https://example.com/x.png';
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { seen, refused, unreachable: unreachable.filter((each) => each !== null), image, pwned: (window as unknown as { __pwned?: unknown }).__pwned ?? null, socket: (() => { try { new WebSocket('ws://127.0.0.1:9'); return 'made'; } catch { return 'refused'; } })() };
    });
    expect(violations.pwned).toBeNull();
    expect(violations.refused).toBe(3);
    expect(violations.unreachable).toEqual([]);
    expect(violations.image).toBe('refused');
    expect(violations.seen.length).toBeGreaterThan(0);
  });

  it('goes nowhere, opens nothing, gets no permission', async () => {
    const { page, electron } = app;
    const address = page.url();
    await page.evaluate(() => {
      for (const target of ['_self', '_blank', 'named']) {
        const link = document.createElement('a');
        link.href = 'https://example.com/';
        link.target = target;
        document.body.append(link);
        link.click();
      }
      window.open('https://example.com/');
      window.open('app://console/approval/index.html');
      location.href = 'https://example.com/';
    });
    await page.evaluate(() => {
      location.href = 'app://console/approval/index.html';
    });
    await page.waitForTimeout(500);
    expect(page.url()).toBe(address);
    expect(electron.windows()).toHaveLength(1);
    const permissions = await page.evaluate(async () => {
      const state = (name: string) => navigator.permissions.query({ name: name as PermissionName }).then((found) => found.state, () => 'denied');
      const denied = async (work: Promise<unknown>): Promise<boolean> => work.then(() => false, () => true);
      return {
        states: await Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map(state)),
        media: await denied(navigator.mediaDevices.getUserMedia({ audio: true })),
        clipboard: await denied(navigator.clipboard.readText()),
      };
    });
    expect(permissions.states.filter((state) => state === 'granted')).toEqual([]);
    expect(permissions).toMatchObject({ media: true, clipboard: true });
  });

  it('answers a wrong question with a refusal and does nothing', async () => {
    const { page } = app;
    must(await ask(page, 'workspace', 'practise'));
    const before = must(await ask(page, 'app', 'frame')).journal.seq;
    const wrong: readonly (readonly [string, string, unknown])[] = [
      ['alerts', 'ack', { ids: [] }],
      ['alerts', 'ack', { ids: 'all' }],
      ['alerts', 'grade', { ids: ['x'], grade: '913', why: '' }],
      ['alerts', 'page', null],
      ['alerts', 'page', { offset: -1, limit: 1e9, search: '', showClosed: false }],
      ['sirens', 'ring', { to: 'kim', reason: '', volume: 20, seconds: 2, caseId: null }],
      ['sirens', 'ring', { to: 'kim', reason: 'x', volume: 101, seconds: 2, caseId: null }],
      ['sirens', 'ring', { to: 'kim', reason: 'x', volume: 20, seconds: 3_600, caseId: null }],
      ['sirens', 'silence', {}],
      ['runs', 'request', { hash: 7, reason: '', caseId: null }],
      ['runs', 'output', { run: '../../etc', position: 1, host: 'x', attempt: 1, from: -1, max: 1 }],
      ['runs', 'output', { run: 'x', position: 1, host: 'x', attempt: 1, from: 0, max: 1e12 }],
      ['vault', 'ask', { name: '../../etc/passwd' }],
      ['vault', 'ask', { name: 'x'.repeat(65) }],
      ['app', 'prefer', { locale: '<script>' }],
      ['app', 'openLink', { url: 'x'.repeat(2_001) }],
      ['journal', 'page', { before: null, limit: 1e6, op: null, code: null, text: null }],
      ['drill', 'cutLine', { seconds: 61 }],
      ['workspace', 'create', { path: '/tmp/x', name: '', person: '', timezone: 'UTC' }],
      ['alerts', 'note', { id: 'x', text: 'x'.repeat(2_500_000) }],
    ];
    for (const [topic, name, input] of wrong) {
      const answer = await page.evaluate(
        ([from, called, given]) => (window as unknown as { breakglass: Record<string, Record<string, (argument: unknown) => Promise<unknown>>> }).breakglass[from]?.[called]?.(given),
        [topic, name, input] as const,
      );
      expect(answer, `${topic}.${name}`).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    }
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'http://example.com', 'https://kim:pw@example.com', 'smb://x', 'nonsense']) {
      expect(await ask(page, 'app', 'openLink', { url }), url).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    }
    const after = must(await ask(page, 'app', 'frame'));
    expect(after.journal.seq).toBe(before);
    expect(after.rings).toEqual([]);
  });

  it('cannot approve from the main window, and approves only what is shown', async () => {
    const { page } = app;
    const approval = await openApproval(app);
    expect(await page.evaluate(() => 'approval' in (window as unknown as { breakglass: object }).breakglass)).toBe(false);
    const run = must(await ask(page, 'runs', 'list'));
    const answer = await approval.evaluate(() =>
      (window as unknown as { breakglass: { approval: { approve: (given: unknown) => Promise<unknown> } } }).breakglass.approval.approve({ hash: '0'.repeat(64), typed: '' }),
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    const closed = approval.waitForEvent('close');
    await approval.keyboard.press('Escape');
    await closed;
    expect(must(await ask(page, 'runs', 'list')).filter((each) => each.state !== 'ended')).toEqual([]);
    expect(run.every((each) => each.state !== 'running')).toBe(true);
  });
});
