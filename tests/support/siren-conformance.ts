import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayHaveArrived } from '../../core/siren/seen';
import type { RegisteredSiren } from '../../main/adapters/sirens/registry';
import type { DriverContext } from '../../main/ports/driver-context';
import type { Siren } from '../../main/ports/siren';
import { createDriverContext } from './driver-context';
import type { MakeDouble, SirenDouble } from './siren-doubles';

const ring = { volume: 20, seconds: 30, reason: 'conformance' };

/** What the siren desk relies on, for any driver. */
export function describeSiren(driver: RegisteredSiren, makeDouble: MakeDouble): void {
  describe(`the siren driver ${driver.kind}`, () => {
    let double: SirenDouble;
    let context: DriverContext;
    let siren: Siren;
    const secrets: Record<string, string> = {};

    const open = (): Siren => {
      const opened = driver.open(double.config, context, 'siren-1');
      if (!opened.ok) throw new Error(JSON.stringify(opened.error));
      return opened.value;
    };

    beforeEach(async () => {
      context = createDriverContext(secrets);
      double = await makeDouble(context);
      Object.assign(secrets, double.secrets);
      siren = open();
    });
    afterEach(async () => {
      siren.close();
      await double.stop();
      for (const name of Object.keys(secrets)) delete secrets[name];
    });

    it('has a kind in kebab-case and a title', () => {
      expect(driver.kind).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(driver.title.length).toBeGreaterThan(2);
    });

    it('refuses config keys that it does not know, by name', () => {
      const opened = driver.open({ ...double.config, 'no-such-key': 1 }, context, 'siren-1');
      expect(!opened.ok && opened.error.code).toBe('siren-config-bad');
      expect(!opened.ok && opened.error.values['siren']).toBe('siren-1');
    });

    it('takes a secret by reference only', () => {
      for (const key of double.secretKeys) {
        const opened = driver.open({ ...double.config, [key]: '123456' }, context, 'siren-1');
        expect(!opened.ok && [opened.error.code, opened.error.values['where']]).toEqual(['siren-config-bad', key]);
      }
    });

    it('rings once, as loud as it was told', async () => {
      expect(await siren.ring(ring)).toEqual({ ok: true, value: undefined });
      expect(double.sounding()).toBe(true);
      expect(double.rings()).toBe(1);
      expect(double.volume()).toBe(driver.can.volume ? 20 : null);
    });

    it('says what the device says, or that it cannot', async () => {
      const before = await siren.read();
      await siren.ring(ring);
      const during = await siren.read();
      if (driver.can.readBack) expect([before, during]).toEqual([{ ok: true, value: 'quiet' }, { ok: true, value: 'sounding' }]);
      else expect([before.ok, during.ok]).toEqual([false, false]);
    });

    it('stops by itself where it says that it can', async () => {
      if (!driver.can.duration) return;
      await siren.ring({ ...ring, seconds: 1 });
      expect(double.sounding()).toBe(true);
      await wait(1_150);
      expect(double.sounding()).toBe(false);
    });

    it('silences, and silencing what is quiet is no failure', async () => {
      await siren.ring(ring);
      expect(await siren.silence()).toEqual({ ok: true, value: undefined });
      expect(double.sounding()).toBe(false);
      expect((await siren.silence()).ok).toBe(true);
    });

    it('does not let a silence queue behind a ring', async () => {
      await siren.read();
      const { hang } = double;
      if (hang === null) return;
      hang();
      const hanging = siren.ring(ring);
      await wait(100);
      const silenced = siren.silence();
      const first = await Promise.race([hanging.then(() => 'the ring was cut'), wait(2_000).then(() => 'the ring still hangs')]);
      expect(first).toBe('the ring was cut');
      siren.close();
      expect((await silenced).ok).toBe(false);
    });

    it('answers with a failure, never a throw or a guess, when the device is gone', async () => {
      if (double.hang === null) return;
      await double.stop();
      const fresh = open();
      for (const answer of [await fresh.ring(ring), await fresh.read(), await fresh.silence()]) expect(answer.ok).toBe(false);
      fresh.close();
    });

    it('never says of a ring that took effect that it did not ring, whatever the answer (law 2)', async () => {
      const { failAfterwards } = double;
      if (failAfterwards === null) return;
      failAfterwards();
      const answer = await siren.ring(ring);
      expect(double.sounding()).toBe(true);
      expect(!answer.ok && [answer.error.code, mayHaveArrived(answer.error.code)]).toEqual(['siren-cut', true]);
    });

    it('says so when a secret is not in the keychain', async () => {
      if (double.secretKeys.length === 0) return;
      for (const name of Object.keys(secrets)) delete secrets[name];
      const answer = await open().ring(ring);
      expect(answer.ok).toBe(false);
      expect(double.rings()).toBe(0);
    });

    it('may be closed twice', () => {
      siren.close();
      siren.close();
    });
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
