import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { askLine } from './ask';

function terminal() {
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  return { input: Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined }), output };
}

it('takes Ctrl-C, Ctrl-D and a terminal that is gone for no answer, and a line for one', async () => {
  for (const [typed, answer] of [['yes\r', 'yes'], ['\r', ''], ['\u0003', null], ['ye\u0003', null], ['\u0004', null]] as const) {
    const { input, output } = terminal();
    const asked = askLine('Type yes: ', input, output);
    input.write(typed);
    expect(await asked).toBe(answer);
  }
  const { input, output } = terminal();
  const asked = askLine('Type yes: ', input, output);
  input.end();
  expect(await asked).toBeNull();
});
