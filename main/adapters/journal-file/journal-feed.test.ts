import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keyOf, opened, tempFolder } from '../../../tests/support/journal-kit';
import { createJournalFeed } from './journal-feed';

it('gives everybody’s entries past a journal that does not hold, and names that one each time', async () => {
  const root = tempFolder();
  const journal = await opened(root);
  await journal.append('VAULT-SET', { name: 'pin' });
  await journal.close();
  const { writer, seq } = journal.status();
  mkdirSync(join(root, 'journal/aaa.x'));
  writeFileSync(join(root, 'journal/aaa.x/000001.jsonl'), 'no entry\n');
  const feed = createJournalFeed({ root, writers: 'all', own: () => ({ writer, seq }), keys: () => [keyOf(writer, 1)] });
  const seen: string[] = [];
  for (let look = 0; look < 2; look += 1) {
    expect(await feed.read(({ code }) => seen.push(code))).toMatchObject({ ok: false, error: { code: 'export-journal-bad', values: { writer: 'aaa.x' } } });
  }
  expect(seen.filter((code) => code === 'VAULT-SET')).toHaveLength(1);
});
