import { describe, expect, it } from 'vitest';
import type { Frame } from '../../core/ipc/frame';
import { translate } from '../locales/translate';
import { stripChips, type StripChip } from './strip.logic';

const now = 1_800_000_000_000;
const frame: Frame = {
  workspace: { name: 'w', path: '/w', drill: false, readOnly: false, errors: 0, lastGood: true, timezone: 'UTC' },
  me: {
    person: 'kim',
    name: 'Kim',
    role: 'operator',
    device: 'laptop',
    keyId: 'k',
    publicKey: 'p',
    signer: 'keychain',
    vouched: true,
  },
  duty: { who: 'kim', until: now + 6 * 3_600_000, next: 'park', nextFrom: now + 6 * 3_600_000 },
  sirens: [{ id: 'kim-bed', owner: 'kim', state: 'quiet', provenAt: now - 8000 }],
  rings: [],
  sources: [{ id: 'am', kind: 'alertmanager', state: 'seen', seenAt: now - 12_000, problem: null, upTo: null, refused: null }],
  journal: { state: 'writing', seq: 7, problem: null },
  blind: [],
  runs: { running: 0, held: 0 },
  vault: 'open',
  mutes: { inForce: 0, held: 0, held911: 0, windows: [] },
  counts: { '911': 0, '912': 0, ungraded: 0, noise: 0 },
  runtime: { version: '45', fallback: false, unsandboxed: false },
  locale: 'en',
  theme: 'dark',
  hotkey: null,
  unopened: null,
};

const chip = (id: StripChip['id'], change: Partial<Frame> = {}): StripChip | undefined =>
  stripChips(
    { ...frame, ...change },
    { now, locale: 'en', zone: 'UTC', t: (key, values) => translate('en', key, values) },
  ).find((each) => each.id === id);

describe('the strip', () => {
  it('says who is on duty until when, and next', () => {
    expect(chip('duty')).toMatchObject({ text: 'on duty kim until 14:00 UTC', more: 'next park', tone: 'plain' });
    expect(chip('duty', { duty: { who: 'kim', until: now + 600_000, next: null, nextFrom: null } })).toMatchObject({
      more: 'ends in 10 min',
    });
    expect(chip('duty', { duty: { who: null, until: null, next: null, nextFrom: null } })).toMatchObject({
      tone: 'red',
      text: 'nobody on duty',
    });
  });

  it.each(['unknown', 'unreachable', 'needs-power-cycle'] as const)(
    'never paints a siren that is %s green',
    (state) => {
      const sirens: Frame['sirens'] = [...frame.sirens, { id: 'lee-bed', owner: 'lee', state, provenAt: now }];
      expect(chip('sirens', { sirens })).toMatchObject({ text: '1 of 2 sirens unknown', tone: 'violet' });
    },
  );

  it('puts a sounding siren above an unknown one', () => {
    const sirens: Frame['sirens'] = [
      { id: 'a', owner: 'a', state: 'unknown', provenAt: null },
      { id: 'b', owner: 'b', state: 'sounding', provenAt: now },
    ];
    expect(chip('sirens', { sirens })).toMatchObject({ tone: 'red', text: '1 sounding' });
  });

  it('counts what is seen, with the age of the oldest look, and names the blind', () => {
    expect(chip('sources')).toMatchObject({ text: 'sources 1 of 1 seen', more: '12 s ago', tone: 'green' });
    const sources: Frame['sources'] = [
      ...frame.sources,
      { id: 'am-eu', kind: 'alertmanager', state: 'blind', seenAt: null, problem: null, upTo: null, refused: null },
    ];
    expect(chip('sources', { sources })).toMatchObject({
      text: 'sources 1 of 2 seen',
      more: '12 s ago · am-eu',
      tone: 'violet',
    });
    expect(
      chip('sources', { sources: [{ id: 'x', kind: 'probe', state: 'starting', seenAt: null, problem: null, upTo: null, refused: null }] }),
    ).toMatchObject({ text: 'sources 0 of 1 seen', tone: 'violet' });
  });

  it('calls a journal signed only when somebody vouches for its key', () => {
    expect(chip('journal')).toMatchObject({ tone: 'green' });
    expect(chip('journal', { me: null })).toMatchObject({ tone: 'violet', text: 'journal unvouched · entry 7' });
    expect(chip('journal', { journal: { state: 'broken', seq: 7, problem: null } })).toMatchObject({ tone: 'red' });
  });

  it('shows runs only where there are some', () => {
    expect(chip('runs')).toBeUndefined();
    expect(chip('runs', { runs: { running: 2, held: 1 } })).toMatchObject({
      text: '2 running · 1 held',
      tone: 'amber',
    });
  });
});
