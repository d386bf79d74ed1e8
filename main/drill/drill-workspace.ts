import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Who practises. `sign` is this device's public key as team.yaml writes it; null where it is not known yet. */
export interface DrillPerson {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  readonly device: string;
  readonly sign: string | null;
}

export interface DrillWorkspace {
  readonly dir: string;
  readonly person: DrillPerson;
  readonly now: number;
  readonly alertmanagerUrl: string;
  readonly sirenUrl: string;
  /** Absolute path of the client's private key. */
  readonly identity: string;
  readonly user: string;
  readonly hosts: readonly { readonly name: string; readonly port: number; readonly hostKey: string; readonly groups: readonly string[]; readonly danger: 'prod' | 'stage' | 'lab' }[];
  /** Folder with the shipped runbooks. */
  readonly runbooks: string;
}

export const sirenSecret = 'drill-siren-pin';
const dayMs = 86_400_000;

/** Writes a whole, valid workspace: the same files as a real one, with a ribbon only in the app. */
export async function writeDrillWorkspace(drill: DrillWorkspace): Promise<void> {
  const { dir, person } = drill;
  const second = person.id === 'lee' ? { id: 'park', name: 'Park' } : { id: 'lee', name: 'Lee' };
  const files: readonly (readonly [string, unknown])[] = [
    ['breakglass.yaml', settings(drill)],
    ['team.yaml', team(person, second)],
    ['hosts.yaml', hosts(drill)],
    [
      'sirens.yaml',
      {
        version: 1,
        sirens: [
          {
            id: `${person.id}-bed`,
            owner: person.id,
            driver: 'dlink-hnap',
            config: { url: drill.sirenUrl, pin: `secret:${sirenSecret}` },
            volume: { max: 60, night: { from: '22:00', to: '07:00', max: 40 } },
          },
        ],
      },
    ],
    ['duty.yaml', duty(person, second)],
    ['services.yaml', services],
  ];
  await mkdir(dir, { recursive: true });
  for (const [name, content] of files) await writeFile(join(dir, name), `${header}${stringify(content, { lineWidth: 0 })}`);
  await writeFile(join(dir, 'duty.ics'), calendar(drill.now, person.name, second.name));
  await writeFile(join(dir, '.gitignore'), '.breakglass/\ntranscripts/\n');
  // File by file: in a package they lie in an archive, of which Electron's `cp` knows nothing.
  await mkdir(join(dir, 'runbooks'), { recursive: true });
  for (const name of await readdir(drill.runbooks)) await writeFile(join(dir, 'runbooks', name), await readFile(join(drill.runbooks, name)));
}

const header = '# Written by a drill: everything here is practice.\n';

const services = { version: 1, services: [{ id: 'api', needs: ['api-01', 'api-02'], runbooks: ['runbooks/restart-stuck-worker.md'] }] };

function hosts({ hosts: cast, user, identity }: DrillWorkspace): unknown {
  const entries = cast.map(({ hostKey, ...role }) => ({ ...role, address: '127.0.0.1', user, identity, hostKeys: [hostKey] }));
  return { version: 1, hosts: entries };
}

function settings({ person, alertmanagerUrl }: DrillWorkspace): unknown {
  return {
    version: 1,
    name: 'drill',
    timezone: person.timezone,
    grading: [
      { when: 'severity=~"critical|page"', grade: '911', ring: 'ask' },
      { when: 'severity="warning"', grade: '912', within: '8h', overdue: 'morning' },
      { when: 'severity="info"', grade: 'noise' },
    ],
    sources: [{ id: 'alertmanager', kind: 'alertmanager', url: alertmanagerUrl, every: '2s' }],
    publishers: [],
  };
}

function team(person: DrillPerson, second: { readonly id: string; readonly name: string }): unknown {
  const devices = person.sign === null ? [] : [{ id: person.device, sign: person.sign }];
  return {
    version: 1,
    people: [
      { id: person.id, name: person.name, role: 'operator', timezone: person.timezone, sirens: [`${person.id}-bed`], devices },
      { ...second, role: 'operator', timezone: 'America/Los_Angeles' },
    ],
  };
}

function duty(person: DrillPerson, second: { readonly id: string; readonly name: string }): unknown {
  return {
    version: 1,
    feeds: [{ id: 'drill', file: 'duty.ics', people: { [summary(person.name)]: person.id, [summary(second.name)]: second.id } }],
    escalation: [
      { id: 'default', levels: [{ who: 'on-duty', after: '0s' }, { who: 'next-on-duty', after: '5m' }] },
    ],
  };
}

/** On call since yesterday and for five days more, then the other, without a gap for 35 days. */
function calendar(now: number, mine: string, theirs: string): string {
  const day = Math.floor(now / dayMs) * dayMs;
  const shifts = Array.from({ length: 6 }, (_each, week) => ({
    from: day - dayMs + week * 7 * dayMs,
    name: week % 2 === 0 ? mine : theirs,
  }));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Breakglass//Drill//EN',
    ...shifts.flatMap(({ from, name }, index) => [
      'BEGIN:VEVENT',
      `UID:drill-${String(index)}@breakglass`,
      `DTSTAMP:${stamp(now)}`,
      `DTSTART:${stamp(from)}`,
      `DTEND:${stamp(from + 7 * dayMs)}`,
      `SUMMARY:${escaped(summary(name))}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function summary(name: string): string {
  return `${name} on call`;
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
}

/** iCalendar's own escapes; a line break in a name would otherwise start a line of its own. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/[\r\n]+/g, ' ');
}
