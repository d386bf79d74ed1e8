import { describe, expect, it } from 'vitest';
import { opened, signerOf, tempFolder } from '../../tests/support/journal-kit';
import { JournalDesk } from './journal-desk';

describe('the journal desk', () => {
  it('witnesses the others’ heads once, and again when they have grown', async () => {
    const root = tempFolder();
    const kim = await opened(root);
    const lee = await opened(root, { op: 'lee', signer: signerOf(2) });
    const desk = new JournalDesk(lee);
    const changes: number[] = [];
    desk.onChanged(({ seq }) => changes.push(seq));
    expect(await desk.witness()).toMatchObject({ ok: true, value: 1 });
    expect(await desk.witness()).toMatchObject({ ok: true, value: 0 });
    await kim.append('VAULT-SET', { name: 'a' });
    expect(await desk.witness()).toMatchObject({ ok: true, value: 1 });
    expect(changes).toEqual([2, 3]);
    expect(await desk.verify()).toMatchObject({ ok: true, value: { writers: [{ writer: 'kim.laptop', provenTo: 2, provenBy: 'lee.laptop' }, {}] } });
    await Promise.all([kim.close(), lee.close()]);
  });

  it('does not witness a journal that does not hold', async () => {
    const root = tempFolder();
    const kim = await opened(root, { signer: signerOf(5) });
    const lee = await opened(root, { op: 'lee', signer: signerOf(2) });
    expect(await new JournalDesk(lee).witness()).toMatchObject({ ok: true, value: 0 });
    await Promise.all([kim.close(), lee.close()]);
  });
});
