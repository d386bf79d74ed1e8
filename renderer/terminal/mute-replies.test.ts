import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { askingSequences } from '../../tests/support/asking-sequences';
import { muteReplies } from './mute-replies';

async function answersTo(text: string): Promise<string[]> {
  const terminal = new Terminal({ cols: 80, rows: 24 });
  muteReplies(terminal);
  const heard: string[] = [];
  terminal.onData((data) => heard.push(data));
  terminal.onBinary((data) => heard.push(data));
  terminal.onTitleChange((title) => heard.push(title));
  await new Promise<void>((resolve) => {
    terminal.write(text, resolve);
  });
  terminal.dispose();
  return heard;
}

describe('the terminal itself', () => {
  it.each(askingSequences)('answers nothing to %s, even where the first wall let it pass', async (_name, sequence) => {
    expect(await answersTo(sequence)).toEqual([]);
  });

  it('still turns on what is only its own', async () => {
    const terminal = new Terminal({ cols: 80, rows: 24 });
    muteReplies(terminal);
    await new Promise<void>((resolve) => {
      terminal.write('\u001b[?1h\u001b[?2004h', resolve);
    });
    expect(terminal.modes).toMatchObject({ applicationCursorKeysMode: true, bracketedPasteMode: true });
    terminal.dispose();
  });
});
