import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readViewLink, viewLink } from './view-link';

describe('a link to a view', () => {
  it('opens what it was made of', () => {
    const view = { search: 'grade:911 service="결제 & pay"', showClosed: true };
    expect(viewLink(view)).toBe('breakglass://alerts?q=grade%3A911%20service%3D%22%EA%B2%B0%EC%A0%9C%20%26%20pay%22&closed=1');
    expect(readViewLink(viewLink(view))).toEqual({ ok: true, value: view });
  });

  it('is the same there and back for every text that can be seen', () => {
    const visible = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text) && text.length <= 500);
    fc.assert(
      fc.property(visible, fc.boolean(), (search, showClosed) => {
        expect(readViewLink(viewLink({ search, showClosed }))).toEqual({ ok: true, value: { search, showClosed } });
      }),
    );
  });

  it.each([
    '',
    'breakglass:',
    'breakglass://ack?q=x',
    'breakglass://alerts',
    'breakglass://alerts?',
    'breakglass://alerts?q=x&ack=1',
    'breakglass://alerts?q=x&closed=1&closed=1',
    'breakglass://alerts?q=x&closed=2',
    'breakglass://alerts?closed=1',
    'breakglass://alerts/run?q=x',
    'breakglass://user@alerts?q=x',
    'BREAKGLASS://ALERTS?q=x',
    'breakglass://alerts?q=%zz',
    'breakglass://alerts?q=%ff',
    'breakglass://alerts?q=a b',
    'breakglass://alerts?q=<b>',
    'breakglass://alerts?q=%00',
    'breakglass://alerts?q=%0a',
    'breakglass://alerts?q=%E2%80%AEx',
    'breakglass://alerts?q=x#fragment',
    `breakglass://alerts?q=${'a'.repeat(501)}`,
    `breakglass://alerts?q=${'%41'.repeat(5_000)}`,
    'https://example.com/?q=x',
    'javascript:alert(1)',
    'breakglass://alerts?q=x --workspace=/tmp/evil',
  ])('%j opens nothing', (link) => {
    expect(readViewLink(link)).toMatchObject({ ok: false, error: { code: 'link-bad' } });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (rest) => {
        expect(typeof readViewLink(`breakglass://alerts?q=${rest}`).ok).toBe('boolean');
      }),
    );
  });
});
