import { describe, expect, it } from 'vitest';
import { alertFailures } from './alert/failures';
import { escalationFailures } from './escalation/failures';
import { sourceFailures } from './alert/source-failures';
import { approvalFailures } from './approval/failures';
import { caseFailures } from './case/failures';
import { drillFailures } from './drill/failures';
import { failures } from './errors';
import { hostFailures } from './host/failures';
import { importFailures } from './import/failures';
import { sudoFailures } from './host/sudo-failures';
import { ipcFailures } from './ipc/failures';
import { journalFailures } from './journal/failures';
import { muteFailures } from './mute/failures';
import { runFailures } from './run/failures';
import { runbookFailures } from './runbook/failures';
import { fileStepFailures } from './runbook/file-step-failures';
import { shiftFailures } from './shift/failures';
import { sirenFailures } from './siren/failures';
import { speakerFailures } from './siren/speaker-failures';
import { streamFailures } from './stream/failures';
import { syncFailures } from './sync/failures';
import { teamFailures } from './team/failures';
import { terminalFailures } from './terminal/failures';
import { vaultFailures } from './vault/failures';
import { workspaceFailures } from './workspace/failures';

const tables = [alertFailures, approvalFailures, caseFailures, drillFailures, escalationFailures, fileStepFailures, hostFailures, importFailures, ipcFailures, journalFailures, muteFailures, runFailures, runbookFailures, shiftFailures, sirenFailures, sourceFailures, speakerFailures, streamFailures, sudoFailures, syncFailures, teamFailures, terminalFailures, vaultFailures, workspaceFailures];
const names = (text: string): readonly string[] => [...new Set([...text.matchAll(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g)].map((match) => match[1] ?? ''))].sort();

describe('failures', () => {
  it('have one meaning a code: no table takes another’s', () => {
    const codes = tables.flatMap((table) => Object.keys(table));
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    expect(codes.length).toBe(Object.keys(failures).length);
  });

  it.each(Object.entries(failures))('%s says the same in both languages', (_code, spec) => {
    // A hint may leave a value out; it must not name one that English does not give.
    const given = names(`${spec.message.en} ${spec.hint.en}`);
    expect(names(spec.message.ko)).toEqual(names(spec.message.en));
    for (const name of names(spec.hint.ko)) expect(given).toContain(name);
    for (const text of [spec.message.en, spec.message.ko, spec.hint.en, spec.hint.ko]) expect(text.trim()).not.toBe('');
    expect(spec.message.ko).toMatch(/[가-힣]/);
  });
});
