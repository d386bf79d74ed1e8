import type { Page } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import { approvalContract, mainContract } from '../../core/ipc/contract';
import { newDevice, startApp, type App } from './support/app';
import { ask, must } from './support/desk';
import { expectLockedDown, expectOnly } from './support/locked-down';

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
    await expectLockedDown(electron, 2);
    await expectOnly(page, mainContract);
    await expectOnly(approval, approvalContract);
  });

  it('runs no inline script, evaluates no text, reaches no network', async () => {
    const { page } = app;
    const violations = await page.evaluate(async () => {
      // Out of the debugger's own call, in which eval is allowed.
      await new Promise((resolve) => setTimeout(resolve, 0));
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
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it must be refused
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

  it('has no secret sent to an address of its choice: the main process asks a person, by name and address', async () => {
    const { page, electron } = app;
    must(await ask(page, 'workspace', 'practise'));
    await electron.evaluate(({ dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (...given: unknown[]) => {
        const { message, detail, defaultId } = given.at(-1) as { message: string; detail: string; defaultId: number };
        asked.push(`${message} ${detail}`);
        return Promise.resolve({ response: defaultId, checkboxChecked: false });
      };
    });
    const values = { id: 'am', kind: 'alertmanager', url: 'https://evil.example', token: 'secret:pw' };
    const addition = { kind: 'source', replaces: null, place: null, values };
    expect(await ask(page, 'setup', 'trySource', addition)).toMatchObject({ ok: false, error: { code: 'vault-not-agreed' } });
    const { seen } = must(await ask(page, 'setup', 'draft', addition));
    expect(await ask(page, 'setup', 'save', { addition, seen })).toMatchObject({ ok: false, error: { code: 'vault-not-agreed' } });
    const asked = await electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    expect(asked).toEqual(['once', 'from now on'].map((lasts) => `Hand out pw ${lasts}? Used by: alertmanager am → evil.example`));
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
    // The window is gone before the key is up again.
    await approval.keyboard.press('Escape').catch(() => undefined);
    await closed;
    expect(must(await ask(page, 'runs', 'list')).filter((each) => each.state !== 'ended')).toEqual([]);
    expect(run.every((each) => each.state !== 'running')).toBe(true);
  });
});
