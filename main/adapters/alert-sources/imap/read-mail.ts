import PostalMime, { type Address } from 'postal-mime';
import type { Mail } from '../../../../core/alert/mail-rules';
import { htmlText } from './html-text';

/** Of a mail no more than this is asked for, bytes: a 50 MB one costs its headers and the beginning of its text. */
export const mailBytes = 131_072;

/** The text that rules and people see, characters. */
const longestText = 20_000;

/**
 * A mail from its first bytes. Whatever is cut off, nested or broken: there is always a mail, because one that cannot be
 * read must not be one that is not there.
 */
export async function readMail(source: Uint8Array, receivedAt: number): Promise<Mail> {
  try {
    const mail = await PostalMime.parse(source, { maxNestingDepth: 40, maxHeadersSize: mailBytes, maxRfc822NestingDepth: 3 });
    return {
      subject: oneLine(mail.subject ?? ''),
      from: oneLine(mail.from === undefined ? '' : sender(mail.from)),
      // SECURITY: markup ends here; what goes on is text. An HTML mailer's text part is often there and blank.
      body: (mail.text === undefined || mail.text.trim() === '' ? htmlText(mail.html ?? '') : mail.text).slice(0, longestText),
      receivedAt,
      messageId: oneLine(mail.messageId ?? ''),
    };
  } catch {
    const start = Buffer.from(source.subarray(0, 4_096)).toString('latin1');
    const header = (name: string): string => oneLine(new RegExp(`^${name}:[ \\t]*([^\\r\\n]*)`, 'im').exec(start)?.[1] ?? '');
    return { subject: header('subject'), from: header('from'), body: '', receivedAt, messageId: header('message-id') };
  }
}

function sender(address: Address): string {
  if (address.address === undefined) return address.name;
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}

/** Headers are one line whatever an encoded word holds. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 2_000);
}
