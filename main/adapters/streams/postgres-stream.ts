import { spawn } from 'node:child_process';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import { canonicalJson } from '../../../core/journal/canonical';
import { parseLine } from '../../../core/journal/line';
import type { StreamEntry, StreamReach } from '../../../core/stream/stream';
import type { StreamTarget } from '../../ports/stream-target';

type Place = Omit<Extract<StreamEntry, { kind: 'postgres' }>, 'writers' | 'kind'>;

/** A server that answers slower than this is gone, ms. */
const patience = 60_000;

/** `json` and not `jsonb`: the second cannot hold U+0000, which a journal may. */
const table = `create table if not exists breakglass_journal (
  operator text not null, device text not null, seq bigint not null, hash text not null, prev text not null,
  at timestamptz not null, code text not null, data json not null, line text not null,
  primary key (operator, device, seq));`;

/**
 * A table in PostgreSQL, by its own `psql`: one transaction a batch. The table says how far it got, and its key keeps an
 * entry from standing twice, whoever sends it.
 */
export function postgresStream(place: Place): StreamTarget {
  const ask = (sql: string): Promise<Result<string>> => psql(place, sql);
  return {
    async reach() {
      const answer = await ask(`set client_min_messages = warning; ${table}\nselect distinct on (operator, device) operator || '.' || device || ' ' || seq || ' ' || hash from breakglass_journal order by operator, device, seq desc;\n`);
      if (!answer.ok) return answer;
      const rows = answer.value.split('\n').map((row) => /^(\S+) (\d+) (.*)$/.exec(row));
      return ok<StreamReach>(new Map(rows.flatMap((row) => (row === null ? [] : [[row[1] ?? '', { seq: Number(row[2]), hash: row[3] ?? '' }] as const]))));
    },
    async send(records) {
      const rows = records.map(({ line, hash }) => rowOf(line, hash)).join(',\n');
      const sql = `begin; set local client_min_messages = warning; ${table}
create temporary table incoming on commit drop as
  select text_of(v.operator) as operator, text_of(v.device) as device, v.seq, text_of(v.hash) as hash, text_of(v.prev) as prev,
    to_timestamp(v.at::numeric / 1000) as at, text_of(v.code) as code, text_of(v.data)::json as data, text_of(v.line) as line
  from (values ${rows}) as v(operator, device, seq, hash, prev, at, code, data, line);
insert into breakglass_journal (operator, device, seq, hash, prev, at, code, data, line) select * from incoming
  on conflict (operator, device, seq) do nothing;
select 'conflicts ' || count(*) from incoming i join breakglass_journal j using (operator, device, seq) where j.hash <> i.hash;
commit;
`.replace(/text_of\((v\.\w+)\)/g, "convert_from(decode($1, 'base64'), 'UTF8')");
      const answer = await ask(sql);
      if (!answer.ok) return answer;
      const count = Number(/^conflicts (\d+)$/m.exec(answer.value)?.[1] ?? '-1');
      return count === 0 ? ok(undefined) : fail('stream-conflict', { stream: place.id, count });
    },
  };
}

/**
 * SECURITY: numbers and base64 alone stand in a statement: no byte of an entry is ever read as SQL, or as psql's own
 * commands. Nothing is taken apart by the server: its functions for JSON stop at U+0000.
 */
function rowOf(line: string, hash: string): string {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(`a line that does not hold: ${parsed.why}`);
  const { op, dev, seq, prev, at, code, data } = parsed.entry;
  const text = (value: string): string => `'${Buffer.from(value, 'utf8').toString('base64')}'`;
  return `(${text(op)}, ${text(dev)}, ${String(seq)}::bigint, ${text(hash)}, ${text(prev)}, ${String(at)}::bigint, ${text(code)}, ${text(canonicalJson(data))}, ${text(line)})`;
}

function psql({ id, host, port, database, user, sslmode }: Place, sql: string): Promise<Result<string>> {
  return new Promise((resolve) => {
    // SECURITY: nothing of the user's psqlrc, no pager, no password asked, no shell; the names were checked as plain names.
    const words = ['-X', '-q', '-A', '-t', '-w', '-v', 'ON_ERROR_STOP=1', '-f', '-', '-d', `host=${host} port=${String(port)} dbname=${database} user=${user} sslmode=${sslmode} connect_timeout=10 application_name=breakglass`];
    const kept = ['PATH', 'HOME', 'SystemRoot', 'APPDATA'].flatMap((name): [string, string | undefined][] => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
    const child = spawn('psql', words, { env: { ...Object.fromEntries(kept), LC_ALL: 'C', PGCLIENTENCODING: 'UTF8' }, stdio: ['pipe', 'pipe', 'pipe'], timeout: patience });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', (error) => {
      resolve(fail('stream-unreachable', { stream: id, why: causeText(error) }));
    });
    child.on('close', (code) => {
      resolve(code === 0 ? ok(out) : fail('stream-unreachable', { stream: id, why: (err.trim().split('\n')[0] ?? '').slice(0, 300) || `psql ended with ${String(code)}` }));
    });
    // A server that hung up has closed its input; its end says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(sql);
  });
}
