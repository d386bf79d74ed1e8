import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withOverride } from './edit-yaml';
import type { OverrideEntry } from './files';
import { withoutOverride } from './without-override';

const swap: OverrideEntry = { who: 'kim', from: '2026-11-22 18:00', to: '2026-11-23 06:00', why: 'dentist' };
const other: OverrideEntry = { who: 'lee', from: '2026-12-24', to: '2026-12-25', why: 'holiday' };

function put(text: string, ...overrides: OverrideEntry[]): string {
  return overrides.reduce((before, each) => {
    const after = withOverride(before, each);
    if (!after.ok) throw new Error(after.error.code);
    return after.value;
  }, text);
}

describe('taking an override out of duty.yaml', () => {
  it('gives back the file as it was before, with every comment', () => {
    const before = '# who is on call\nversion: 1\noverrides:\n  # Lee wished for it\n  - { who: lee, from: 2026-12-24, to: 2026-12-25, why: holiday } # agreed\n# the end\naway: []\n';
    expect(withoutOverride(put(before, swap), swap)).toEqual({ ok: true, value: before });
  });

  it('keeps what somebody wrote above it, for the next entry or the end of the list', () => {
    const commented = put('version: 1\n', other, swap, other).replace('  - { who: kim', '  # ask Kim first\n  - { who: kim');
    const without = withoutOverride(commented, swap);
    expect(without.ok && without.value).toMatch(/holiday \}\n {2}# ask Kim first\n {2}- \{ who: lee/);
    const last = put('version: 1\n', other, swap).replace('  - { who: kim', '  # ask Kim first\n  - { who: kim');
    const cut = withoutOverride(last, swap);
    expect(cut.ok && cut.value).toContain('# ask Kim first');
    expect(cut.ok && cut.value).not.toContain('kim,');
  });

  it('takes the last of two that are the same, leaves an empty list, and refuses what is not there', () => {
    const twice = put('version: 1\n', swap, other, swap);
    expect(withoutOverride(twice, swap)).toEqual({ ok: true, value: put('version: 1\n', swap, other) });
    expect(withoutOverride(put('version: 1\n', swap), swap)).toEqual({ ok: true, value: 'version: 1\noverrides: []\n' });
    for (const text of ['', 'version: 1\n', put('version: 1\n', other)]) expect(withoutOverride(text, swap)).toMatchObject({ ok: false, error: { code: 'swap-not-there' } });
    expect(withoutOverride('overrides: 3\n', swap)).toMatchObject({ ok: false, error: { code: 'workspace-edit-refused' } });
  });

  it('undoes whatever was put in, whatever its words are', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }), (why) => {
        const before = put('version: 1\n', other);
        const added = withOverride(before, { ...swap, why });
        if (!added.ok) return;
        expect(withoutOverride(added.value, { ...swap, why })).toEqual({ ok: true, value: before });
      }),
      { numRuns: 50 },
    );
  });
});
