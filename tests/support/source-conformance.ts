import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sourceEntrySchema } from '../../core/workspace/files';
import { openSource, sourceKinds } from '../../main/adapters/alert-sources/registry';
import type { AlertSource, Sighting, SourceContext } from '../../main/ports/alert-source';
import type { Result } from '../../core/errors';

/** What stands behind a source in its conformance test: something real that can fire an alert, hang and go away. */
export interface SourceDouble {
  /** The entry's own keys. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly context: SourceContext;
  /** Keys that hold a `secret:NAME`. */
  readonly secretKeys: readonly string[];
  /** Makes something fire, once the source was polled. */
  fire(): Promise<void>;
  /** From now on it takes connections and never answers; null where nobody is asked. */
  readonly hang: (() => void) | null;
  /** It is gone: the source must fail, never show an empty list. Null where what is asked being gone is the news itself. */
  readonly vanish: (() => Promise<void>) | null;
  stop(): Promise<void>;
}

/** What the alert desk relies on, for any kind of source. */
export function describeSource(kind: string, makeDouble: () => Promise<SourceDouble>): void {
  describe(`the source ${kind}`, () => {
    let double: SourceDouble;
    const opened: AlertSource[] = [];

    const open = (more: Readonly<Record<string, unknown>> = {}): Result<AlertSource> => {
      const source = openSource(sourceEntrySchema.parse({ id: 'it', kind, ...double.config, ...more }), double.context);
      if (source.ok) opened.push(source.value);
      return source;
    };
    const good = (): AlertSource => {
      const source = open();
      if (!source.ok) throw new Error(JSON.stringify(source.error));
      return source.value;
    };
    const poll = (source: AlertSource): Promise<Result<Sighting>> => source.poll(AbortSignal.timeout(10_000));

    const close = async (): Promise<void> => {
      await Promise.all(opened.splice(0).map(async (source) => source.close?.()));
    };

    describe('while nothing happens', () => {
      beforeAll(async () => {
        double = await makeDouble();
      });
      afterEach(close);
      afterAll(() => double.stop());

      it('is in the registry under a kind in kebab-case', () => {
        expect(kind).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        expect(sourceKinds.has(kind)).toBe(true);
      });

      it('refuses keys that it does not know', () => {
        expect(open({ 'no-such-key': 1 })).toMatchObject({ ok: false, error: { code: 'source-config', values: { source: 'it' } } });
      });

      it('takes a secret by reference only', () => {
        for (const key of double.secretKeys) expect(open({ [key]: 'plain-value' })).toMatchObject({ ok: false, error: { code: 'source-config' } });
      });

      it('says so when a secret is not in the keychain', async () => {
        for (const key of double.secretKeys) {
          const source = open({ [key]: 'secret:none' });
          expect(source.ok && (await poll(source.value))).toMatchObject({ ok: false, error: { code: 'vault-not-given' } });
        }
      });

      it('is tested without being disturbed', async () => {
        const source = good();
        await poll(source);
        const found = await source.test(AbortSignal.timeout(10_000));
        expect(found).toMatchObject({ ok: true, value: { server: expect.any(String) as string, count: 0 } });
        expect(await poll(source)).toMatchObject({ ok: true });
      });

      it('may be closed in the middle of its first poll, and does not wait for it', async () => {
        const source = good();
        const controller = new AbortController();
        const first = source.poll(controller.signal);
        controller.abort();
        const closed = await Promise.race([Promise.all([source.close?.(), first]).then(() => 'closed'), new Promise((resolve) => setTimeout(resolve, 4_000, 'hangs'))]);
        expect(closed).toBe('closed');
      });

      it('may be closed twice', async () => {
        const source = good();
        await source.close?.();
        await source.close?.();
      });
    });

    describe('when something happens', () => {
      beforeEach(async () => {
        double = await makeDouble();
      });
      afterEach(async () => {
        await close();
        await double.stop();
      });

      it('shows what fires, under the same name each time, and nothing before', async () => {
        const source = good();
        expect(await poll(source)).toMatchObject({ ok: true, value: { alerts: [] } });
        await double.fire();
        const end = Date.now() + 10_000;
        let seen = await poll(source);
        while (seen.ok && seen.value.alerts.length === 0 && Date.now() < end) seen = await poll(source);
        const again = await poll(source);
        if (!seen.ok || !again.ok) throw new Error('it cannot be seen');
        expect(seen.value.alerts).toHaveLength(1);
        expect(seen.value.alerts[0]?.labels['alertname']).toBeTruthy();
        expect(again.value.alerts[0]?.fingerprint).toBe(seen.value.alerts[0]?.fingerprint);
        expect(again.value.epoch).toBe(seen.value.epoch);
      });

      it('gives up at once when it is told to', async () => {
        if (double.hang === null) return;
        const source = good();
        await poll(source);
        double.hang();
        const controller = new AbortController();
        const hanging = source.poll(controller.signal);
        setTimeout(() => controller.abort(), 100);
        const first = await Promise.race([hanging.then(({ ok }) => (ok ? 'answered' : 'gave up')), new Promise((resolve) => setTimeout(resolve, 3_000, 'still hangs'))]);
        expect(first).toBe('gave up');
      });

      it('answers with a failure, never with an empty list, when the other side is gone', async () => {
        if (double.vanish === null) return;
        const source = good();
        await poll(source);
        await double.vanish();
        expect((await poll(source)).ok).toBe(false);
        expect((await source.test(AbortSignal.timeout(10_000))).ok).toBe(false);
      });
    });
  });
}
