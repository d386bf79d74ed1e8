import { SaxesParser } from 'saxes';
import { hnapNamespace } from './hnap-auth';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const deepest = 16;

/** One action as the device wants it: ASCII, without white space between elements. Values are escaped. */
export function envelope(action: string, params: readonly (readonly [string, string])[]): string {
  const body = params.map(([name, value]) => `<${name}>${escape(value)}</${name}>`).join('');
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<soap:Envelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"' +
    ` xmlns:soap="${soapNamespace}"><soap:Body><${action} xmlns="${hnapNamespace}">${body}</${action}></soap:Body></soap:Envelope>`
  );
}

/** What a reply said: the text of each field, several values of one field (`ModuleTypes/string`) a line each. */
export type HnapFields = ReadonlyMap<string, string>;

/**
 * Reads `Envelope/Body/<action>Response` by namespace, whatever prefix the device chose; its name echoes the request's
 * spelling, so case does not matter there. Gives the reason as text where the reply is not that.
 */
export function readReply(xml: string, action: string): { readonly fields: HnapFields } | { readonly why: string } {
  const parser = new SaxesParser({ xmlns: true });
  const fields = new Map<string, string>();
  const path: string[] = [];
  const wanted = ['Envelope', 'Body', `${action}Response`.toLowerCase()];
  let answered = false;
  let why: string | null = null;
  const stop = (reason: string): void => {
    why ??= reason;
  };
  const inAnswer = (): boolean => wanted.every((name, depth) => path[depth] === name);

  // SECURITY: a device has no business sending a document type; entities are never defined, so none can grow.
  parser.on('doctype', () => {
    stop('it contains a document type');
  });
  parser.on('error', (cause) => {
    stop(cause.message);
  });
  parser.on('opentag', ({ local, uri }) => {
    const expected = path.length < 2 ? soapNamespace : hnapNamespace;
    if (uri !== expected) stop(`<${local}> is in an unexpected namespace`);
    path.push(path.length === 2 ? local.toLowerCase() : local);
    if (path.length > deepest) stop('it is nested too deeply');
    if (path.length === 3) answered ||= inAnswer();
    else if (path.length === 4 && inAnswer()) {
      if (fields.has(local)) stop(`<${local}> appears twice`);
      fields.set(local, '');
    }
  });
  parser.on('text', (text) => {
    const field = path[3];
    if (field === undefined || !inAnswer()) return;
    const value = text.trim() === '' && path.length === 4 ? '' : text;
    const before = fields.get(field) ?? '';
    fields.set(field, before !== '' && path.length > 4 && value.trim() !== '' ? `${before}\n${value}` : before + value);
  });
  parser.on('closetag', () => {
    path.pop();
  });
  // One piece at a time, so that a bomb is dropped where it starts and not after it was read.
  for (let at = 0; at < xml.length && why === null; at += 4096) parser.write(xml.slice(at, at + 4096));
  if (why === null) parser.close();
  if (why === null && !answered) stop(`it is no ${action}Response`);
  return why === null ? { fields } : { why };
}

function escape(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
