import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { makeExecPlan } from '../../core/runbook/make-exec-plan';
import type { SignatureQuestion } from '../../core/approval/signature';
import type { HashedPlan } from '../../core/runbook/plan';
import { HandClock, seedOf } from '../../tests/support/journal-kit';
import { heardChallenge } from '../../core/approval/challenge';
import { phoneCode } from '../../core/approval/phone-code';
import { agreementOf } from '../adapters/signer/keychain-agreement';
import type { Signatory } from '../ports/signatory';
import { codeOf, Laptop, teamOf, type Player } from '../../tests/support/laptop';

const kim: Player = { id: 'kim', byte: 1 };
const lee: Player = { id: 'lee', byte: 2 };
const investigator: Player = { id: 'ina', byte: 3, role: 'investigator' };
const kimsOther: Player = { id: 'kim', byte: 4, device: 'desktop' };
const retired: Player = { id: 'lee', byte: 5, device: 'old', retired: true };
const players = [kim, lee, investigator, kimsOther, retired];
const minute = 60_000;

function plan(script: string): HashedPlan {
  const host = { name: 'a', address: '10.0.0.1', port: 22, user: 'deploy', groups: [], labels: {}, danger: 'prod' as const, hostKeys: [] };
  const made = makeExecPlan({ on: ['a'], hosts: [host], policies: { 'two-people-for': ['prod'] }, defaultUser: 'me', script });
  if (made.plan === null) throw new Error(JSON.stringify(made));
  return made.plan;
}

const restart = plan('systemctl restart api');
const other = plan('systemctl stop api');

/** Kim wants to run, Lee is asked; both clocks are one. */
async function pair(team = teamOf(players)): Promise<{ kims: Laptop; lees: Laptop; clock: HandClock }> {
  const clock = new HandClock();
  const [kims, lees] = [await Laptop.open(kim, team, clock), await Laptop.open(lee, team, clock)];
  for (const each of [restart, other]) {
    kims.shown.set(each.hash, each);
    lees.shown.set(each.hash, each);
  }
  return { kims, lees, clock };
}

async function challengeOf(laptop: Laptop, of = restart): Promise<string> {
  const asked = await laptop.approvals.ask(of.hash);
  if (!asked.ok || asked.value.challenge === null) throw new Error(JSON.stringify(asked));
  return asked.value.challenge;
}

async function codeFrom(approver: Laptop, challenge: string | null, of = restart, runner = 'kim.laptop'): Promise<string> {
  const given = await approver.approvals.approve({ plan: of.hash, challenge, runner }, null);
  if (!given.ok) throw new Error(given.error.code);
  return given.value.code ?? '';
}

describe('a phone code', () => {
  it('is asked for, given after a signed entry, taken once, and good for one run', async () => {
    const { kims, lees } = await pair();
    const challenge = await challengeOf(kims);
    const code = await codeFrom(lees, challenge.toLowerCase());
    expect(await lees.codes()).toEqual(['APPROVE']);
    expect(await kims.approvals.prove(restart.hash, code)).toMatchObject({ ok: true, value: { by: 'lee.laptop', how: 'phone' } });
    expect(kims.approvals.held(other.hash)).toBeNull();
    expect(kims.approvals.consume(restart.hash)).toMatchObject({ by: 'lee.laptop' });
    expect(kims.approvals.consume(restart.hash)).toBeNull();
    expect(codeOf(await kims.approvals.prove(restart.hash, code))).toBe('approval-code-reused');
    expect(await kims.codes()).toEqual(['APPROVAL-ASK', 'APPROVAL-HELD', 'APPROVAL-REFUSED approval-code-reused']);
  });

  it('is not taken after ten minutes, nor by a clock that was put back', async () => {
    const { kims, lees, clock } = await pair();
    const code = await codeFrom(lees, await challengeOf(kims));
    clock.pass(10 * minute + 1);
    expect(codeOf(await kims.approvals.prove(restart.hash, code))).toBe('approval-code-expired');
    clock.wall -= 60 * minute;
    expect(codeOf(await kims.approvals.prove(restart.hash, code))).toBe('approval-code-expired');
  });

  it('does not outlive its ten minutes once it is held', async () => {
    const { kims, lees, clock } = await pair();
    await kims.approvals.prove(restart.hash, await codeFrom(lees, await challengeOf(kims)));
    clock.pass(10 * minute + 1);
    expect(kims.approvals.consume(restart.hash)).toBeNull();
  });

  it('is named as another plan’s where it is one', async () => {
    const { kims, lees } = await pair();
    await challengeOf(kims);
    const forOther = await codeFrom(lees, await challengeOf(kims, other), other);
    expect(await kims.approvals.prove(restart.hash, forOther)).toMatchObject({ error: { code: 'approval-code-other-plan', values: { left: 2 } } });
    expect(codeOf(await kims.approvals.prove(other.hash, forOther))).toBe('ok');
    expect(codeOf(await kims.approvals.prove(restart.hash, forOther))).toBe('approval-code-reused');
  });

  it('does not fit where the approver saw one byte more or less', async () => {
    const { kims, lees } = await pair();
    const challenge = await challengeOf(kims);
    const code = await codeFrom(lees, challenge, other);
    expect(codeOf(await kims.approvals.prove(restart.hash, code))).toBe('approval-code-wrong');
  });

  it('of somebody who may not is named and not taken: own second device, retired device, investigator', async () => {
    const { kims } = await pair();
    const challenge = await challengeOf(kims);
    for (const player of [kimsOther, retired, investigator]) {
      // They alter their own console, which then gives the code that it should not give.
      const approver = `${player.id}.${player.device ?? 'laptop'}`;
      const shared = agreementOf(seedOf(player.byte + 100)).shared(agreementOf(seedOf(kim.byte + 100)).publicKey);
      if (!shared.ok) throw new Error(shared.error.code);
      const code = phoneCode(shared.value, { plan: restart.hash, challenge: heardChallenge(challenge) ?? '', runner: 'kim.laptop', approver });
      expect(await kims.approvals.prove(restart.hash, code)).toMatchObject({ error: { code: 'approval-code-foreign', values: { who: approver } } });
    }
    expect(codeOf(await kims.approvals.prove(restart.hash, '123'))).toBe('approval-code-mistyped');
    expect(kims.approvals.held(restart.hash)).toBeNull();
  });

  it('may be tried three times, also over a restart, also at once; a mistyped one costs nothing', async () => {
    const { kims, lees } = await pair();
    const right = await codeFrom(lees, await challengeOf(kims));
    expect(codeOf(await kims.approvals.prove(restart.hash, '1234'))).toBe('approval-code-mistyped');
    const first = await Promise.all([kims.approvals.prove(restart.hash, validCode(1)), kims.approvals.prove(restart.hash, validCode(2))]);
    expect(first.map(codeOf)).toEqual(['approval-code-wrong', 'approval-code-wrong']);
    await kims.restart();
    expect(await kims.approvals.prove(restart.hash, validCode(3))).toMatchObject({ error: { code: 'approval-code-wrong', values: { left: 0 } } });
    expect(codeOf(await kims.approvals.prove(restart.hash, right))).toBe('approval-tries-used');
  });

  it('is asked for five times an hour at most, also over a restart', async () => {
    const { kims, clock } = await pair();
    for (let asked = 0; asked < 5; asked += 1) {
      await challengeOf(kims);
      clock.pass(10 * minute + 1);
    }
    await kims.restart();
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ ok: true, value: { challenge: null, problem: { code: 'approval-asked-too-often' } } });
    clock.pass(11 * minute);
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { problem: null } });
  });

  it('never is what is guessed', async () => {
    const { kims } = await pair();
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 20 }), async (typed) => {
        await kims.approvals.ask(restart.hash);
        expect((await kims.approvals.prove(restart.hash, typed)).ok).toBe(false);
      }),
      { numRuns: 40 },
    );
    expect(kims.approvals.held(restart.hash)).toBeNull();
  });
});

/** Nine digits with a right check digit that belong to nothing. */
function validCode(number: number): string {
  const eight = String(number).padStart(8, '0');
  const table = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'];
  let interim = 0;
  for (const digit of eight) interim = Number(table[interim]?.charAt(Number(digit)));
  return eight + String(interim);
}

describe('verify', () => {
  it('lists a run whose approval only the runner claims, until the approver’s entry is here', async () => {
    const { kims, lees } = await pair();
    const code = await codeFrom(lees, await challengeOf(kims));
    const held = await kims.approvals.prove(restart.hash, code);
    if (!held.ok) throw new Error(held.error.code);
    const { by, how, proof } = held.value;
    await kims.journal.append('RUN-APPROVE', { run: 'r1', plan: restart.hash, runbook: 'x', title: 'x', hosts: 1, caseId: null, how: 'press', second: { by, how, proof } });
    const open = async (): Promise<readonly string[]> => (await kims.journal.verify()).writers.flatMap((writer) => writer.open);
    expect(await open()).toEqual([expect.stringContaining('RUN-APPROVE r1 approval claimed of lee.laptop')]);
    await lees.carryTo(kims);
    expect(await open()).toEqual([]);
  });
});

describe('the second person', () => {
  it('signs only what was confirmed outside every page, and is shown the plan and whose it is', async () => {
    const { kims, lees } = await pair();
    await challengeOf(kims);
    const shown: SignatureQuestion[] = [];
    const answering = (yes: boolean): Signatory => ({
      confirm: (question) => {
        shown.push(question);
        return Promise.resolve(yes);
      },
    });
    const request = { plan: restart.hash, challenge: null, runner: 'kim.laptop' };
    const before = lees.journal.status().seq;
    expect(codeOf(await lees.approvals.approve(request, answering(false)))).toBe('signature-declined');
    expect(lees.journal.status().seq).toBe(before);
    expect(shown).toMatchObject([{ act: 'approve', word: null, plan: { hash: restart.hash }, runner: 'kim.laptop' }]);
    expect(await lees.approvals.approve(request, answering(true))).toMatchObject({ ok: true, value: { runner: 'kim.laptop' } });
    expect(lees.journal.status().seq).toBe(before + 1);
  });
});

describe('who may approve', () => {
  it('needs another operator at all', async () => {
    const { kims } = await pair(teamOf([kim, kimsOther, investigator, { ...lee, retired: true }]));
    expect(codeOf(await kims.approvals.ask(restart.hash))).toBe('approval-nobody');
    expect(kims.approvals.possible()).toBe(false);
  });

  it('is not an investigator, not oneself, and not a key in memory', async () => {
    const { kims, lees } = await pair();
    const team = teamOf(players);
    const inas = await Laptop.open(investigator, team);
    inas.shown.set(restart.hash, restart);
    expect(codeOf(await inas.approvals.approve({ plan: restart.hash, challenge: null, runner: 'kim.laptop' }, null))).toBe('approval-not-yours');
    expect(codeOf(await kims.approvals.approve({ plan: restart.hash, challenge: null, runner: 'kim.laptop' }, null))).toBe('approval-not-yours');
    lees.vouched = false;
    expect(codeOf(await lees.approvals.approve({ plan: restart.hash, challenge: null, runner: 'kim.laptop' }, null))).toBe('approval-not-yours');
    expect(await lees.codes()).toEqual([]);
  });

  it('says what is missing: a key for phone codes, a challenge, a plan', async () => {
    const { kims, lees } = await pair(teamOf([kim, { ...lee, phone: false }]));
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { challenge: null, problem: { code: 'approval-no-phone-key' } } });
    expect(codeOf(await lees.approvals.approve({ plan: restart.hash, challenge: 'nonsense', runner: null }, null))).toBe('approval-challenge-unreadable');
    expect(codeOf(await lees.approvals.show('f'.repeat(64)))).toBe('approval-plan-unknown');
    // Made here from the same files, and named by what was read out: nothing was synced.
    expect(await lees.approvals.show(restart.hash.slice(0, 16))).toMatchObject({ ok: true, value: { plan: { hash: restart.hash }, asked: null } });
    expect(codeOf(await lees.approvals.show(restart.hash.slice(0, 7)))).toBe('approval-plan-unknown');
  });
});

describe('a signed approval', () => {
  it('arrives with the approver’s journal, and is good for one run', async () => {
    const { kims, lees } = await pair();
    await challengeOf(kims);
    await kims.carryTo(lees);
    expect(await lees.approvals.waiting()).toMatchObject({ ok: true, value: [{ plan: restart.hash, runner: 'kim.laptop' }] });
    expect(await lees.approvals.show(restart.hash.slice(0, 12))).toMatchObject({ ok: true, value: { plan: { hash: restart.hash }, asked: { runner: 'kim.laptop' } } });
    await codeFrom(lees, null);
    await lees.carryTo(kims);
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { challenge: null, held: { by: 'lee.laptop', how: 'signed' } } });
    expect(kims.approvals.consume(restart.hash)).not.toBeNull();
    await kims.restart();
    // Used or not, a proof that was held once never is again.
    const again = await kims.approvals.ask(other.hash);
    expect(again).toMatchObject({ value: { held: null } });
  });

  it('cannot be used a second time through the code that it came with', async () => {
    const { kims, lees } = await pair();
    const code = await codeFrom(lees, await challengeOf(kims));
    await kims.approvals.prove(restart.hash, code);
    expect(kims.approvals.consume(restart.hash)).not.toBeNull();
    await lees.carryTo(kims);
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { held: null } });
  });

  it('does not count from an investigator, a retired device, oneself, for another runner, or out of time', async () => {
    const team = teamOf(players);
    const clock = new HandClock();
    const data = { plan: restart.hash, title: 't', hosts: 1, runner: 'kim.laptop', challenge: null, until: clock.wall + 10 * minute };
    for (const [player, change] of [
      [investigator, {}],
      [retired, {}],
      [kimsOther, {}],
      [lee, { runner: 'kim.desktop' }],
      [lee, { plan: other.hash }],
      [lee, { until: clock.wall - 1 }],
    ] as const) {
      const kims = await Laptop.open(kim, team, clock);
      kims.shown.set(restart.hash, restart);
      await kims.approvals.ask(restart.hash);
      const hand = await Laptop.open(player, team, clock);
      await hand.journal.append('APPROVE', { ...data, ...change });
      expect(await hand.carryTo(kims)).toMatchObject({ kind: 'grown' });
      expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { held: null } });
    }
  });

  it('does not count out of a forked journal, which is said, and not once the fork is found before its use', async () => {
    const { kims, lees, clock } = await pair();
    const twin = await Laptop.open(lee, teamOf(players), clock);
    twin.shown.set(restart.hash, restart);
    await codeFrom(twin, null);
    await twin.carryTo(kims);
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { held: { by: 'lee.laptop', how: 'signed' } } });
    // The true one has another history, and the other's copy lies on kim's disk.
    await lees.journal.append('VAULT-SET', { name: 'pin' });
    const outcome = await lees.carryTo(kims);
    if (outcome.kind !== 'doubt') throw new Error(outcome.kind);
    kims.peers.doubts = () => [outcome.doubt];
    expect([kims.approvals.held(restart.hash), kims.approvals.consume(restart.hash)]).toEqual([null, null]);
    await codeFrom(twin, null);
    await twin.carryTo(kims);
    const asked = await kims.approvals.ask(restart.hash);
    // The phone is still a way: there is a voice.
    expect(asked).toMatchObject({ value: { held: null, challenge: expect.stringMatching(/./), problem: { code: 'word-forked', values: { writer: 'lee.laptop', seq: 1 } } } });
  });

  it('does not count beyond the entry that a lost device was known to, also where team.yaml does not say so yet', async () => {
    const { kims, lees } = await pair();
    await kims.journal.append('TEAM-RETIRE', { person: 'lee', device: 'laptop', why: 'lost', fingerprint: 'x', upTo: 1, head: 'x' });
    await codeFrom(lees, null);
    await lees.carryTo(kims);
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { held: null, problem: { code: 'word-retired', values: { by: 'kim.laptop' } } } });
  });

  it('from a clock that is ahead waits until it counts here, which is said, and is taken by itself then', async () => {
    const team = teamOf(players);
    const [clock, fast] = [new HandClock(), new HandClock()];
    fast.pass(6 * minute);
    const [kims, lees] = [await Laptop.open(kim, team, clock), await Laptop.open(lee, team, fast)];
    for (const each of [kims, lees]) each.shown.set(restart.hash, restart);
    await challengeOf(kims);
    await codeFrom(lees, null);
    await lees.carryTo(kims);
    expect(await kims.approvals.ask(restart.hash)).toMatchObject({ value: { held: null, problem: { code: 'team-clock-ahead', values: { writer: 'lee.laptop', minutes: 6 } } } });
    clock.pass(2 * minute);
    const taken = new Promise<void>((resolve) => kims.approvals.onChanged(() => resolve()));
    await kims.peers.refresh();
    await taken;
    expect(kims.approvals.consume(restart.hash)).toMatchObject({ by: 'lee.laptop', how: 'signed' });
  });
});
