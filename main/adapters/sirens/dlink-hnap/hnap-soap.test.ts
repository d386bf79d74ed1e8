import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelope, readReply } from './hnap-soap';
import { anyCharacter } from '../../../../tests/support/any-character';

const wrap = (inside: string, prefix = 'soap'): string =>
  `<?xml version="1.0" encoding="utf-8"?><${prefix}:Envelope xmlns:${prefix}="http://schemas.xmlsoap.org/soap/envelope/"><${prefix}:Body>${inside}</${prefix}:Body></${prefix}:Envelope>`;
const answer = (action: string, inside: string): string => `<${action}Response xmlns="http://purenetworks.com/HNAP1/">${inside}</${action}Response>`;

describe('replies of a siren', () => {
  it('are read by namespace, whatever the prefix and the spelling of the action', () => {
    const reply = readReply(wrap(answer('LOGIN', '<LOGINResult>success</LOGINResult>'), 'S'), 'Login');
    expect(reply).toEqual({ fields: new Map([['LOGINResult', 'success']]) });
  });

  it('keep values exactly, white space included, and lists a line each', () => {
    const reply = readReply(
      wrap(answer('X', '<A> true</A><ModuleTypes>\n<string>Audio Renderer</string>\n<string>Other</string></ModuleTypes><E/>')),
      'X',
    );
    expect('fields' in reply && reply.fields.get('A')).toBe(' true');
    expect('fields' in reply && reply.fields.get('E')).toBe('');
    expect('fields' in reply && reply.fields.get('ModuleTypes')?.split('\n').map((line) => line.trim()).filter(Boolean)).toEqual(['Audio Renderer', 'Other']);
  });

  it.each([
    ['nothing', ''],
    ['HTML', '<html><body>Login</body></html>'],
    ['another action', wrap(answer('GetDeviceSettings', '<A>1</A>'))],
    ['a cut reply', wrap(answer('X', '<XResult>OK</XResult>')).slice(0, -20)],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${wrap(answer('X', '<XResult>&a;</XResult>')).replace(/^<\?xml[^>]*\?>/, '')}`],
    ['an unknown entity', wrap(answer('X', '<XResult>&boom;</XResult>'))],
    ['the right names in no namespace', '<Envelope><Body><XResponse><XResult>OK</XResult></XResponse></Body></Envelope>'],
    ['a field twice', wrap(answer('X', '<IsSounding>false</IsSounding><IsSounding>true</IsSounding>'))],
    ['a pit', wrap(answer('X', '<a>'.repeat(40) + '</a>'.repeat(40)))],
  ])('are refused when they are %s', (_what, xml) => {
    expect(readReply(xml, 'X')).toHaveProperty('why');
  });

  it('never take a bomb of entities for an answer', () => {
    const bomb = `<!DOCTYPE l [${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${String(i + 1)} "${`&l${String(i)};`.repeat(10)}">`).join('')}]><l>&l9;</l>`;
    expect(readReply(bomb, 'X')).toEqual({ why: 'it contains a document type' });
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (noise) => {
        readReply(noise, 'X');
        readReply(wrap(noise), 'X');
        readReply(wrap(answer('X', noise)), 'X');
      }),
    );
  });
});

describe('requests to a siren', () => {
  it('carry any value back unharmed and are ASCII without white space of their own', () => {
    expect(envelope('IsDeviceReady', [])).toBe(
      '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><IsDeviceReady xmlns="http://purenetworks.com/HNAP1/"></IsDeviceReady></soap:Body></soap:Envelope>',
    );
    expect(envelope('X', [['P', `<&>"'`]])).toContain('<P>&#60;&#38;&#62;&#34;&#39;</P>');
  });
});
