import { expect, it } from 'vitest';
import { readMail } from './read-mail';

const alternative = (text: string): Buffer =>
  Buffer.from(
    [
      ...['From: a@example.com', 'Subject: alert', 'MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary=q', ''],
      ...['--q', 'Content-Type: text/plain', '', text, '--q', 'Content-Type: text/html', '', '<p>CRITICAL db-1 down</p>', '--q--', ''],
    ].join('\r\n'),
  );

it.each(['', ' \r\n\t'])('a text part that holds nothing (%j) does not hide the HTML of a mail', async (text) => {
  expect((await readMail(alternative(text), 1)).body.trim()).toBe('CRITICAL db-1 down');
});

it('a text part that says something is what rules and people see', async () => {
  expect((await readMail(alternative('WARNING db-2'), 1)).body.trim()).toBe('WARNING db-2');
});
