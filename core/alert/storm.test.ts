import { describe, expect, it } from 'vitest';
import { stormAt, StormWatch, type Newcomer } from './storm';

const minute = 60_000;
const many = (count: number, labels: (at: number) => Record<string, string>, kind = '911 ApiDown', from = 0): Newcomer[] =>
  Array.from({ length: count }, (_, at) => ({ id: `${kind} ${String(from + at)}`, kind, labels: labels(at) }));
const pay = (): Record<string, string> => ({ service: 'pay' });

describe('a storm', () => {
  it('begins with more than thirty new ones within a minute, not before', () => {
    const watch = new StormWatch();
    watch.take(many(stormAt, pay), 0, 1);
    expect(watch.state()).toBeNull();
    watch.take(many(stormAt, pay, '911 ApiDown', 100), minute, 2);
    expect(watch.state()).toBeNull();
    watch.take(many(1, pay, '911 ApiDown', 200), minute + 1, 3);
    expect(watch.state()).toMatchObject({ since: 3, count: 31, shared: { label: 'service', value: 'pay' }, folded: 30 });
  });

  it('folds those that share it behind one of their kind, and never another kind or one that does not share it', () => {
    const watch = new StormWatch();
    watch.take(many(40, pay), 0, 1);
    watch.take([{ id: 'other-kind', kind: '911 DiskFull', labels: { service: 'pay' } }, { id: 'elsewhere', kind: '911 ApiDown', labels: { service: 'mail' } }], 5, 2);
    expect(watch.isFolded('other-kind')).toBe(false);
    expect(watch.isFolded('elsewhere')).toBe(false);
    expect(watch.isFolded('911 ApiDown 0')).toBe(false);
    expect(watch.isFolded('911 ApiDown 7')).toBe(true);
    expect(watch.behind('911 ApiDown 0')).toBe(39);
  });

  it('takes the first of cluster, provider, service and host that covers six in ten', () => {
    const shared = (labels: (at: number) => Record<string, string>) => {
      const watch = new StormWatch();
      watch.take(many(40, labels), 0, 1);
      return watch.state()?.shared;
    };
    expect(shared((at) => ({ service: 'pay', provider: at < 24 ? 'aws' : '' }))).toEqual({ label: 'provider', value: 'aws' });
    expect(shared((at) => ({ service: 'pay', provider: at < 23 ? 'aws' : '' }))).toEqual({ label: 'service', value: 'pay' });
    expect(shared((at) => ({ instance: `db-01:${String(9_100 + at)}` }))).toEqual({ label: 'host', value: 'db-01' });
    expect(shared((at) => ({ service: String(at) }))).toBeNull();
  });

  it('lets the next one stand for its kind when the first is owned or over', () => {
    const watch = new StormWatch();
    watch.take(many(40, pay), 0, 1);
    expect(watch.leave('911 ApiDown 0')).toEqual(['911 ApiDown 0', '911 ApiDown 1']);
    expect(watch.isFolded('911 ApiDown 0')).toBe(false);
    expect(watch.isFolded('911 ApiDown 1')).toBe(false);
    expect(watch.behind('911 ApiDown 1')).toBe(38);
  });

  it('ends after ten calm minutes, and unfolds everything', () => {
    const watch = new StormWatch();
    watch.take(many(40, pay), 0, 1);
    expect(watch.take([], 10 * minute, 2)).toEqual([]);
    expect(watch.take([], 10 * minute + 1, 2)).toHaveLength(40);
    expect(watch.state()).toBeNull();
    expect(watch.isFolded('911 ApiDown 7')).toBe(false);
  });
});
