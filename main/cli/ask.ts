import { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';

/** Longest value taken from standard input, characters. */
const longest = 100_000;

/**
 * Asks at the terminal. Hidden answers are not echoed; where standard input is no terminal a hidden answer is read from
 * it whole (`vault set` in a pipe), and any other question has nobody to answer it.
 */
export async function ask(question: string, hidden: boolean): Promise<string | null> {
  if (!stdin.isTTY) return hidden ? readAll() : null;
  if (hidden) return askHidden(question);
  return askLine(question, stdin, stderr);
}

/** One line of an answer; null where Ctrl-C or Ctrl-D, or the end of the terminal itself, was the answer. */
export async function askLine(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<string | null> {
  const lines = createInterface({ input, output });
  // The question of a line that closes is rejected, or never answered.
  const gone = new Promise<null>((resolve) => {
    lines.once('close', () => {
      resolve(null);
    });
  });
  try {
    const answer = await Promise.race([lines.question(question).catch(() => null), gone]);
    if (answer === null) output.write('\n');
    return answer;
  } finally {
    lines.close();
  }
}

async function readAll(): Promise<string | null> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > longest) return null;
  }
  // `echo value |` adds one newline that is not part of the value.
  return text.replace(/\r?\n$/, '');
}

function askHidden(question: string): Promise<string | null> {
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve) => {
    let typed = '';
    const finish = (answer: string | null): void => {
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      resolve(answer);
    };
    const take = (chunk: string): void => {
      for (const character of chunk) {
        if (character === '\r' || character === '\n') {
          finish(typed);
          return;
        }
        if (character === '\u0003' || character === '\u0004') {
          finish(null);
          return;
        }
        if (character === '\u007f' || character === '\b') typed = typed.slice(0, -1);
        else typed += character;
      }
    };
    stdin.on('data', take);
  });
}
