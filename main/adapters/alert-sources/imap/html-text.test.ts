import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlText } from './html-text';

describe('the text of HTML', () => {
  it.each([
    ['<p>Disk <b>full</b></p><p>on &lt;db&gt; &amp; &#x1F525;</p>', 'Disk full\non <db> & 🔥'],
    ['<head><title>t</title></head>a<script>if (a </b) evil("</p>")</script>b<STYLE>x</Style >c', 'abc'],
    ['a<!-- <b> -->b', 'ab'],
    ['<table><tr><td>host</td><td>db-01</td></tr></table>', 'host db-01'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['cut <a href="', 'cut'],
    ['&nosuch; &#55296; &#99999999;', '&nosuch; \ufffd &#99999999;'],
  ])('%j', (html, text) => {
    expect(htmlText(html)).toBe(text);
  });

  it('takes anything, in time that grows with its length only', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (html) => typeof htmlText(html) === 'string'));
    for (const piece of ['<', '<a ', '<!--', '<script>', '</', '&#', '<p></p']) {
      const began = performance.now();
      htmlText(piece.repeat(131_072 / piece.length));
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });
});
