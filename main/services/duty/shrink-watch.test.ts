import { expect, it } from 'vitest';
import { createMemoryJournal } from '../../../tests/support/memory-journal';
import { createShrinkWatch } from './shrink-watch';

const day = 86_400_000;
const now = 300 * day;
const full = { shifts: 8, covered: 28 * day, until: now + 28 * day };
const cut = { shifts: 2, covered: 7 * day, until: now + 7 * day };
const accepted = (at: number) => ({ at, code: 'DUTY-FEED-ACCEPTED', data: { feed: 'team', after: cut, why: 'holidays' } });

function watch() {
  const journal = createMemoryJournal(() => now, 'kim');
  const made = createShrinkWatch(() => journal);
  return { ...made, journal };
}

it('hears of what somebody accepted after it was said, and not of what was accepted long before', () => {
  const { read, hear, of, journal } = watch();
  read('team', full, cut, now);
  expect(journal.entries.map(({ code }) => code)).toEqual(['DUTY-FEED-SHRUNK']);
  hear(accepted(now - 200 * day));
  expect(of('team')).not.toBeNull();
  hear(accepted(now + 1));
  expect(of('team')).toBeNull();
});

it('does not take an older acceptance for the newest', () => {
  const { read, hear, of } = watch();
  hear(accepted(now - 1));
  hear(accepted(now - 200 * day));
  read('team', full, cut, now);
  expect(of('team')).toBeNull();
});
