import { createServer } from 'node:net';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/journal-kit';
import { callDesk } from './call-desk';
import { deskAddress } from './runtime-folder';
import { serveDesk, type DeskHandler } from './serve-desk';

const request = { argv: ['run', 'x.md', '한글 "\n'], cwd: '/tmp', json: true };
const desks: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function desk(handler: DeskHandler): Promise<string> {
  const address = deskAddress('/workspace', 'laptop', tempFolder());
  if (!address.ok) throw new Error('no address');
  desks.push(await serveDesk(address.value, handler));
  return address.value;
}

describe('handing a command to the desk', () => {
  it('gives the handler what was asked, streams both outputs whole, and returns the exit code', async () => {
    const large = '열두 달 \u0000 '.repeat(200_000);
    const path = await desk(async (asked, stream) => {
      await stream.out(JSON.stringify(asked));
      await stream.err(large);
      return 4;
    });
    let [out, err] = ['', ''];
    expect(await callDesk(path, request, (text) => (out += text), (text) => (err += text))).toBe(4);
    expect(JSON.parse(out)).toEqual(request);
    expect(err).toBe(large);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  it('is null when nobody listens, also behind a socket file that a crash left', async () => {
    const path = join(tempFolder(), 'x.sock');
    expect(await callDesk(path, request, () => undefined, () => undefined)).toBeNull();
    writeFileSync(path, '');
    expect(await callDesk(path, request, () => undefined, () => undefined)).toBeNull();
  });

  it('is nobody when the desk closes before it took the command', async () => {
    const path = join(tempFolder(), 'x.sock');
    const closing = createServer((socket) => {
      socket.write('{"ready":true}\n');
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => closing.listen(path, resolve));
    expect(await callDesk(path, request, () => undefined, () => undefined)).toBeNull();
    closing.close();
  });

  it('is unknown (3) when the desk vanishes in the middle', async () => {
    let reached = false;
    const path = await desk(() => {
      reached = true;
      return new Promise(() => undefined);
    });
    const answer = callDesk(path, request, () => undefined, () => undefined);
    await expect.poll(() => reached).toBe(true);
    await desks.splice(0)[0]?.close();
    expect(await answer).toBe(3);
  });

  it('tells the handler when the terminal is gone', async () => {
    const gone = new Promise<string>((resolve) => {
      void desk(async (_asked, { signal }) => {
        signal.addEventListener('abort', () => resolve('gone'));
        return new Promise(() => undefined);
      }).then((path) => {
        const socket = connect(path, () => socket.write(`${JSON.stringify({ v: 1, ...request })}\n`));
        socket.on('data', (text) => {
          if (String(text).includes('taken')) socket.destroy();
        });
      });
    });
    expect(await gone).toBe('gone');
  });

  it.each([
    ['no JSON', 'hello\n'], ['a stray field', `${JSON.stringify({ v: 1, ...request, uid: 0 })}\n`], ['another version', `${JSON.stringify({ ...request, v: 2 })}\n`],
    ['a line without end', 'x'.repeat(3 * 1024 * 1024)],
  ])('does not let %s reach the handler', async (_what, sent) => {
    let reached = 0;
    const path = await desk(async () => (reached += 1));
    await new Promise<void>((resolve) => {
      const socket = connect(path, () => socket.write(sent));
      socket.on('error', () => undefined);
      socket.on('data', () => undefined);
      socket.on('close', () => resolve());
    });
    expect(reached).toBe(0);
  });

  it('says when a handler throws', async () => {
    const path = await desk(() => Promise.reject(new Error('a bug')));
    let err = '';
    expect(await callDesk(path, request, () => undefined, (text) => (err += text))).toBe(1);
    expect(err).toContain('a bug');
  });
});

describe('the runtime folder', () => {
  it('is refused when others may enter it or it is a link', () => {
    const base = tempFolder();
    mkdirSync(join(base, 'breakglass'));
    chmodSync(join(base, 'breakglass'), 0o755);
    expect(deskAddress('/w', 'd', base)).toMatchObject({ ok: false, error: { code: 'desk-folder-unsafe' } });
    const other = tempFolder();
    symlinkSync(tempFolder(), join(other, 'breakglass'));
    expect(deskAddress('/w', 'd', other)).toMatchObject({ ok: false });
  });

  it('gives each workspace and device an address of its own', () => {
    const base = tempFolder();
    const all = [['/a', 'b'], ['/a', 'c'], ['/ab', '']].map(([root = '', device = '']) => deskAddress(root, device, base));
    expect(new Set(all.map((one) => one.ok && one.value)).size).toBe(3);
  });
});
