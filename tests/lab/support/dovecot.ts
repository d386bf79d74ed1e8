import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeCertificate, type Certificate } from '../../support/certificates';
import { freePort } from '../../support/free-port';

const binary = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((path) => existsSync(path)) ?? null;
const imap = ['/usr/lib/dovecot/imap', '/usr/libexec/dovecot/imap', '/usr/local/libexec/dovecot/imap'].some((path) => existsSync(path));

/** Why the real dovecot cannot be had on this machine, or null. */
export const dovecotMissing = binary === null || !imap ? 'no dovecot-imapd on this machine' : null;

/** Made once: it takes longer than a start of the server. */
let certificate: Certificate | null = null;

export const mailPassword = 'sesame-open-7';

const tokenKey = 'a key of the pretend provider of identities';

/** An OAuth2 access token for kim that the server takes until it runs out; `seconds` may be negative. */
export function mailToken(seconds: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const text = `${part({ alg: 'HS256', typ: 'JWT', kid: 'default' })}.${part({ sub: 'kim', iat: now - 3_600, exp: now + seconds })}`;
  return `${text}.${createHmac('sha256', tokenKey).update(text).digest('base64url')}`;
}

export interface RealDovecot {
  /** With STARTTLS offered. */
  readonly port: number;
  /** TLS from the first byte. */
  readonly tlsPort: number;
  /** PEM: the only root that its certificate leads to. */
  readonly root: string;
  start(): Promise<void>;
  /** With everything that it started. */
  kill(): Promise<void>;
  /** Puts a mail into the mailbox as a delivery agent does; `at`: when it came, epoch ms. */
  deliver(mail: string | Buffer, at?: number): void;
  /** Takes the server's own numbering away: the mailbox gets another UIDVALIDITY. Only while it is not running. */
  renumber(): void;
  /** Names of the mails' files, which hold their flags: what a reader must not change. */
  files(): readonly string[];
  log(): string;
  remove(): Promise<void>;
}

/** A real dovecot on loopback with its own folder, config, certificate and one mailbox, of kim. */
export async function createRealDovecot(): Promise<RealDovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-imap-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { key, cert } = (certificate ??= makeCertificate('127.0.0.1', 2));
  const root = process.getuid?.() === 0;
  const owner = root ? mailUser() : { uid: userInfo().uid, gid: userInfo().gid };
  const box = join(folder, 'mail');
  const config = join(folder, 'dovecot.conf');
  const logFile = join(folder, 'log');
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(logFile, '');
  for (const part of ['', 'new', 'cur', 'tmp']) {
    mkdirSync(join(box, part), { recursive: true });
    if (root) chownSync(join(box, part), owner.uid, owner.gid);
  }
  // Tokens are JWTs that the server checks by itself: audience `default`, key `default`, HMAC-SHA256.
  mkdirSync(join(folder, 'keys/default/HS256'), { recursive: true });
  writeFileSync(join(folder, 'keys/default/HS256/default'), Buffer.from(tokenKey).toString('base64'));
  writeFileSync(join(folder, 'oauth2.conf'), `introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix=${folder}/keys/\nusername_attribute = sub\n`);
  const users = root ? '' : `default_internal_user = ${userInfo().username}\ndefault_login_user = ${userInfo().username}\n`;
  writeFileSync(
    config,
    `protocols = imap
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${logFile}
listen = 127.0.0.1
${users}ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
mail_location = maildir:${box}
first_valid_uid = 1
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${folder}/oauth2.conf
}
passdb {
  driver = static
  mechanisms = plain login
  args = password=${mailPassword}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail
}
service imap-login {
  ${root ? '' : 'chroot ='}
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
  }
}
service anvil {
  ${root ? '' : 'chroot ='}
}
service stats {
  ${root ? '' : 'chroot ='}
}
mail_max_userip_connections = 50
`,
  );
  let child: ChildProcess | null = null;
  let number = 0;

  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running?.pid === undefined) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await gone;
    // Sessions outlive their master. They are in the group that was begun for it, which nobody else is in.
    try {
      process.kill(-running.pid, 'SIGKILL');
    } catch {
      // All had ended by themselves.
    }
  };

  return {
    port,
    tlsPort,
    root: cert,
    async start() {
      child = spawn(binary ?? 'missing', ['-F', '-c', config], { stdio: 'ignore', detached: true });
      for (let attempt = 0; attempt < 200; attempt += 1) {
        if (await answers(port)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`dovecot did not become ready: ${readFileSync(logFile, 'utf8')}`);
    },
    kill,
    deliver(mail, at) {
      number += 1;
      // As a delivery agent does: written aside, then renamed into `new`. Names sort in the order of delivery.
      const file = join(box, 'new', `${String(1_700_000_000 + number)}.M${String(number)}P1.lab`);
      writeFileSync(file, mail);
      if (root) chownSync(file, owner.uid, owner.gid);
      if (at !== undefined) utimesSync(file, at / 1_000, at / 1_000);
    },
    renumber() {
      for (const file of readdirSync(box)) if (file.startsWith('dovecot')) rmSync(join(box, file), { recursive: true });
    },
    files: () => ['new', 'cur'].flatMap((part) => readdirSync(join(box, part))).sort(),
    log: () => readFileSync(logFile, 'utf8'),
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian's `mail`: dovecot hands no mailbox to root. */
function mailUser(): { readonly uid: number; readonly gid: number } {
  const [, , uid = '8', gid = '8'] = (/^mail:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0] ?? '').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('* OK'));
    });
  });
}
