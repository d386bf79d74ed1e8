import { spawn } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server as TcpServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import ssh2, { type AuthContext, type ServerChannel, type Session } from 'ssh2';
import { listenOn } from './loopback';

/** A key pair as OpenSSH writes it. */
export interface KeyPair {
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA...`. */
  readonly publicKey: string;
}

/** A server to practise on: SSH on loopback, real commands by /bin/sh, in a home folder of its own. */
export interface PretendHost {
  readonly name: string;
  readonly port: number;
  readonly hostKey: string;
  readonly home: string;
  /** Drops every connection at once and takes no new one until `restore`. What runs goes on running. */
  cut(): void;
  restore(): void;
  /** Writes a file below the home folder, owned by whoever the commands run as. */
  write(file: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

/** An account of this machine. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Options {
  readonly name: string;
  readonly user: string;
  readonly home: string;
  readonly hostKey: KeyPair;
  /** The one public key that may log in. */
  readonly clientKey: string;
  /** The account that the commands run as; null: this one. */
  readonly account: Account | null;
}

/** A random key per drill: nothing that a drill leaves behind opens anything. */
export function makeKeyPair(comment: string): KeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    // One key in 256 begins with a zero byte, which ssh2 drops; it cannot read what it then writes.
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return { privateKey: pair.private, publicKey: pair.public };
  }
}

export async function startPretendHost({ name, user, home, hostKey, clientKey, account }: Options): Promise<PretendHost> {
  const allowed = ssh2.utils.parseKey(clientKey);
  if (allowed instanceof Error) throw allowed;
  const sockets = new Set<Socket>();
  let isCut = false;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (account !== null) chownSync(home, account.uid, account.gid);

  const ssh = new ssh2.Server({ hostKeys: [hostKey.privateKey], ident: 'pretend' }, (client) => {
    client.on('authentication', (context) => {
      if (mayEnter(context)) context.accept();
      else context.reject(['publickey']);
    });
    client.on('ready', () => {
      client.on('session', (accept) => {
        serve(accept());
      });
    });
    // A cut line is an error here and the point of the exercise there.
    client.on('error', () => undefined);
  });

  // SECURITY: the drill's own key and nothing else; a signature over this very session, never the bare public key.
  const mayEnter = (context: AuthContext): boolean => {
    if (context.method !== 'publickey' || context.username !== user) return false;
    if (context.key.algo !== allowed.type || !allowed.getPublicSSH().equals(context.key.data)) return false;
    if (context.signature === undefined || context.blob === undefined) return true;
    return allowed.verify(context.blob, context.signature, context.hashAlgo) === true;
  };

  const serve = (session: Session): void => {
    session.on('env', (accept) => accept?.());
    session.on('pty', (_accept, reject) => reject?.());
    session.on('exec', (accept, _reject, { command }) => {
      execute(command, accept(), session);
    });
  };

  const execute = (command: string, channel: ServerChannel, session: Session): void => {
    // SECURITY: a clean environment: what the console's own one holds is none of a step's business.
    const env = { HOME: home, USER: user, LOGNAME: user, SHELL: '/bin/sh', PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' };
    const child = spawn('/bin/sh', ['-c', command], { cwd: home, env, stdio: ['pipe', 'pipe', 'pipe'], ...account });
    session.on('signal', (accept, reject, { name: signal }) => {
      const sent = child.kill(`SIG${signal}` as NodeJS.Signals);
      if (sent) accept?.();
      else reject?.();
    });
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    child.stdin.on('error', () => undefined);
    channel.on('error', () => undefined);
    // As sshd without a terminal: a lost line closes the pipes and kills nobody.
    channel.on('close', () => {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
    });
    child.on('error', () => {
      channel.exit(127);
      channel.close();
    });
    child.on('close', (code, signal) => {
      if (signal === null) channel.exit(code ?? 1);
      else channel.exit(signal.replace(/^SIG/, ''), false, '');
      channel.end();
    });
  };

  const tcp = createServer((socket) => {
    if (isCut) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    ssh.injectSocket(socket);
  });
  const port = await listenOn(tcp, 0);

  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  };

  return {
    name,
    port,
    hostKey: hostKey.publicKey,
    home,
    cut,
    restore() {
      isCut = false;
    },
    async write(file, text) {
      const path = join(home, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      if (account === null) return;
      for (const each of [dirname(path), path]) await chown(each, account.uid, account.gid);
    },
    async stop() {
      cut();
      await close(tcp);
    },
  };
}

function close(server: TcpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
