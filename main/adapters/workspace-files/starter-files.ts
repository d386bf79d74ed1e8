import { stringify } from 'yaml';
import { personIdOf } from '../../../core/workspace/person-id';

/** A value as YAML writes it, whatever is in it: names are typed by people. */
function yamlValue(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE' }).trim();
}

/** The files of a new workspace: small, commented, and without a finding in `check`. */
export function starterFiles(answers: { readonly name: string; readonly timezone: string; readonly person: string }): readonly (readonly [string, string])[] {
  const person = personIdOf(answers.person);
  const name = yamlValue(answers.name);
  const timezone = yamlValue(answers.timezone);
  return [
    ['breakglass.yaml', settings(name, timezone)],
    ['team.yaml', team(person, yamlValue(answers.person), timezone)],
    ['hosts.yaml', hosts],
    ['sirens.yaml', sirens(person)],
    ['duty.yaml', duty(person)],
    ['duty.ics', calendar(person, answers.timezone)],
    ['services.yaml', services],
    ['runbooks/first-look.md', firstLook(person)],
    ['scenarios/.gitkeep', ''],
    ['.gitignore', ignored],
  ];
}

function settings(name: string, timezone: string): string {
  return `# The settings of this workspace. \`breakglass check\` names every mistake with its line and column.
version: 1
name: ${name}
timezone: ${timezone}

# How alerts are graded: the first rule that matches decides. What no rule matches counts as a 911.
#   911   wake someone now        912   within hours, wakes nobody        noise   nobody
# ring: ask   a person decides whether a siren sounds (the default)        ring: auto   it sounds by itself
grading:
  - { when: 'severity=~"critical|page"', grade: 911, ring: ask }
  - { when: 'severity="warning"', grade: 912, within: 8h, overdue: morning }
  - { when: 'severity=~"info|none"', grade: noise }

# Where alerts come from, asked at least every 30s. Take away the "#" of what you have.
sources: []
#  - { id: am, kind: alertmanager, url: "http://127.0.0.1:9093", every: 15s }
#  - { id: site, kind: probe, url: "https://www.example.com/health", every: 30s, expect: 200 }
#  - id: logs
#    kind: imap
#    host: mail.example.com
#    user: alerts@example.com
#    password: "secret:logs-mail"
#    watchdog: { when: 'alertname="Heartbeat"', every: 1h }
#    rules:
#      - { subject: '^\\[(?P<severity>\\w+)\\] (?P<alertname>\\S+) on (?P<instance>\\S+)' }
#      - { subject: '^OK: (?P<alertname>\\S+) on (?P<instance>\\S+)', means: resolves }
#  - { id: hook, kind: webhook, listen: "127.0.0.1:9094", token: "secret:hook-token" }
`;
}

function team(id: string, name: string, timezone: string): string {
  return `# Who works here. Roles: operator (may run), investigator (may triage and ring), watcher (an unattended laptop).
# Breakglass adds each device with its public key when it is accepted; a key that was lost stays listed as retired.
version: 1
people:
  - id: ${id}
    name: ${name}
    role: operator
    timezone: ${timezone}
`;
}

const hosts = `# The servers. A host without \`danger\` counts as prod. With \`hostKeys\` nothing else decides which key is right.
version: 1
hosts: []
#  - name: api-01
#    address: 192.0.2.11
#    user: deploy
#    groups: [api]
#    danger: prod
#    hostKeys: ["ssh-ed25519 AAAA..."]
#  - { name: db-01, address: 10.0.0.5, user: deploy, groups: [db], jump: api-01 }
`;

function sirens(person: string): string {
  return `# What wakes people. The pin is put into this laptop's keychain with \`breakglass vault set ${person}-bed-pin\`.
version: 1
sirens: []
#  - id: ${person}-bed
#    owner: ${person}
#    driver: dlink-hnap
#    config: { url: "http://192.0.2.10", pin: "secret:${person}-bed-pin" }
#    volume: { max: 60, night: { from: "22:00", to: "07:00", max: 40 } }
`;
}

function duty(person: string): string {
  return `# Who is on call, from calendars: a file in this folder, or the address of an iCalendar feed.
# \`people\` says which event title (or attendee) stands for whom; an unknown title is shown in red.
version: 1
feeds:
  - { id: main, file: duty.ics, people: { "${person} on call": ${person} } }
#  - { id: holidays, url: "https://calendar.example.com/duty.ics", overrides: true, people: { "${person} on call": ${person} } }
escalation:
  - { id: default, levels: [{ who: on-duty, after: 0s }, { who: next-on-duty, after: 5m }] }
`;
}

/** Week after week from a Monday in the past, 09:00 to 09:00: nobody starts with a gap. */
function calendar(person: string, timezone: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Breakglass//starter//EN',
    'BEGIN:VEVENT',
    `UID:${person}-on-call@breakglass`,
    'DTSTAMP:20260105T000000Z',
    `DTSTART;TZID=${timezone}:20260105T090000`,
    'DURATION:P7D',
    'RRULE:FREQ=WEEKLY',
    `SUMMARY:${person} on call`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return lines.join('\r\n');
}

const services = `# What rests on what. \`needs\`: hosts, groups, other services, and providers outside as \`outside:NAME\`.
version: 1
services: []
#  - { id: api, needs: [api-01, "outside:aws/us-east-1"], runbooks: [runbooks/first-look.md] }
`;

function firstLook(person: string): string {
  return `---
title: First look at a host
grade: ['911', '912']
params:
  host: { type: host, from: instance }
owner: ${person}
drill-every: 90d
---
Changes nothing. Run it first, on the host that the alert names.

## How long is it up, and how busy
\`\`\`sh {name=load, on=host, danger=read, timeout=20s}
uptime
\`\`\`

## Is a disk full
\`\`\`sh {name=disks, on=host, danger=read, timeout=20s}
df -h
\`\`\`

## What runs hot
\`\`\`sh {name=busy, on=host, danger=read, timeout=20s}
ps -eo pid,user,pcpu,pmem,etime,args | sort -k3 -nr | head -n 15
\`\`\`
`;
}

const ignored = `# The local cache, and the recorded output of servers, which may hold what should not travel.
.breakglass/
transcripts/
`;
