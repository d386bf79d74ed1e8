import { describe, expect, it } from 'vitest';
import { ok, fail } from '../../core/errors';
import { createMqttBroker } from '../../main/adapters/broker/mqtt-broker';
import type { BrokerLine } from '../../main/ports/broker-line';
import { createRealBroker, mosquittoMissing } from './support/mosquitto';

const until = async (what: () => boolean): Promise<void> => {
  const end = Date.now() + 10_000;
  while (!what()) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe.skipIf(mosquittoMissing !== null && process.env['CI'] === undefined)('beats over a real mosquitto', () => {
  it('reach the others and not oneself, say farewell for a console that died, and say why the broker is not in contact', async () => {
    const broker = await createRealBroker();
    await broker.start();
    const make = (password: string): BrokerLine => createMqttBroker({ roots: [], secret: (name) => Promise.resolve(name === 'secret:mqtt' ? ok(password) : fail('not-allowed', { right: name })) });
    const [one, two, wrong] = [make(broker.password), make(broker.password), make('wrong')];
    const heard: string[] = [];
    try {
      const entry = { url: broker.url, topic: 'acme/live', user: broker.user, password: 'secret:mqtt' };
      one.onText((text) => heard.push(`one ${text}`));
      two.onText((text) => heard.push(`two ${text}`));
      one.use(entry, 'one is gone');
      two.use(entry, 'two is gone');
      wrong.use(entry, 'never');
      await until(() => one.state().state === 'up' && two.state().state === 'up');
      await until(() => wrong.state().problem?.values['why'] !== 'connecting');
      expect(wrong.state()).toMatchObject({ state: 'down', problem: { code: 'broker-down' } });
      one.send('hello');
      await until(() => heard.length > 0);
      expect(heard).toEqual(['two hello']);
      // Its line breaks without a word: the broker speaks for it.
      one.use(null, '');
      await until(() => heard.length > 1);
      expect(heard).toEqual(['two hello', 'two one is gone']);
      await broker.kill();
      await until(() => two.state().state === 'down');
      two.send('to nobody, and nothing waits');
      await broker.start();
      one.use(entry, 'one is gone');
      await until(() => one.state().state === 'up');
      expect(heard).toHaveLength(2);
    } finally {
      for (const each of [one, two, wrong]) each.close();
      await broker.remove();
    }
  });
});
