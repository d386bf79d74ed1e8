import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes a self-signed certificate with the system's openssl; `days` may be negative for one that has expired. */
export function makeCertificate(name: string, days: number): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-cert-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', String(Math.max(days, 1)), ...subject], { stdio: 'ignore' });
    if (days < 0) {
      // `req` refuses a negative life; `x509` with dates in the past does not exist in older openssl, `ca`-less re-signing does.
      const request = join(folder, 'request.pem');
      const extensions = join(folder, 'extensions');
      execFileSync('sh', ['-c', 'printf "subjectAltName=%s" "$1" > "$2"', 'sh', `${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`, extensions]);
      execFileSync('openssl', ['req', '-new', '-key', key, '-out', request, '-subj', `/CN=${name}`], { stdio: 'ignore' });
      execFileSync('openssl', ['x509', '-req', '-in', request, '-signkey', key, '-out', cert, '-days', String(days), '-extfile', extensions], { stdio: 'ignore' });
    }
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
