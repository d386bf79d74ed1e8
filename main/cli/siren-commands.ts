import type { Command } from 'commander';
import type { Duty } from '../../core/shift/shift';
import type { SirenCard } from '../../core/siren/siren';
import type { SoundOutputs } from '../../core/siren/sound-output';
import type { CommandHost } from './command-host';
import { age, answer, complain, moment, type Exit } from './terminal';
import { sayBlind } from './say-blind';
import { shiftCommands, warningText } from './shift-commands';
import type { TerminalDesk } from './terminal-desk';

/** Longest that a ring waits for the device's word, ms. */
const patience = 12_000;

interface RingOptions {
  readonly reason: string;
  readonly volume: string;
  readonly seconds: string;
  readonly rising?: boolean;
}

/** ring, silence, sirens, duty. */
export function sirenCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('sirens')
    .description('every siren, its state and the age of the last proof')
    .option('--prove', 'ask each device now')
    .option('--reboot <siren>', 'start this device anew, where it can')
    .option('--let-be <siren>', 'do not ring this one again after it was silenced for somebody else')
    .option('--outputs', 'what this machine can play through: the names that `device` of a speaker takes')
    .action((options: { prove?: boolean; reboot?: string; letBe?: string; outputs?: boolean }) =>
      host.withDesk(async (desk) => {
        if (options.outputs === true) return answer(terminal, await desk.calls.sirens.outputs(), outputLines);
        await desk.settle('sirens');
        if (options.reboot !== undefined) return answer(terminal, await desk.calls.sirens.reboot({ siren: options.reboot }), (done) => [done[terminal.locale]]);
        if (options.letBe !== undefined) return answer(terminal, await desk.calls.sirens.letBe({ siren: options.letBe }), (done) => [done[terminal.locale]]);
        if (options.prove === true) {
          const listed = await desk.calls.sirens.list();
          if (!listed.ok) return complain(terminal, listed.error);
          await Promise.all(listed.value.map((each) => desk.calls.sirens.read({ siren: each.id })));
        }
        const cards = await desk.calls.sirens.list();
        if (cards.ok) for (const { problem } of cards.value) if (problem !== null) complain(terminal, problem);
        return answer(
          terminal,
          cards,
          (cards) => cards.map((card) => text(card, desk.now())),
          (cards) => cards.map((card) => ({ ...card, age: card.provenAt === null ? null : desk.now() - card.provenAt })),
        );
      }),
    );
  program
    .command('ring')
    .description('sound a person’s sirens, or one siren')
    .argument('<to>', 'person, siren, or on-duty')
    .requiredOption('--reason <text>', 'shown to whoever wakes up')
    .option('--volume <percent>', '1 to 100, capped by the owner', '20')
    .option('--seconds <n>', '1 to 180', '10')
    .option('--rising', 'gentle, then louder until somebody has it, instead of one sound')
    .action((to: string, options: RingOptions) =>
      host.withDesk(async (desk) => ring(desk, host, to, options)),
    );
  program
    .command('silence')
    .description('stop every siren, now; asks nothing')
    .argument('[siren]', 'only this one')
    .option('--all', 'every siren (the default)')
    .action((siren: string | undefined) =>
      host.withDesk(async (desk) => answer(terminal, await desk.calls.sirens.silence({ siren: siren ?? null }), (done) => [done[terminal.locale]])),
    );
  const duty = program.command('duty').description('who is on call now and next; swap, unswap, take, accept, people, tried, ics');
  shiftCommands(duty, host);
  duty.action(() =>
    host.withDesk(async (desk) => {
      await desk.settle('duty');
      await sayBlind(desk, terminal, ['calendar']);
      const warnings = await desk.calls.duty.warnings();
      return answer(
        terminal,
        await desk.calls.duty.view(),
        (duty) => [
          duty.now === null ? 'now: nobody' : `now: ${duty.now.person ?? `unknown (${duty.now.summary})`} until ${moment(duty.now.to)}`,
          duty.next === null ? 'next: nobody known' : `next: ${duty.next.person ?? `unknown (${duty.next.summary})`} from ${moment(duty.next.from)}`,
          ...ladderLines(duty.ladder),
          ...duty.gaps.map((gap) => `gap: ${moment(gap.from)} to ${moment(gap.to)}`),
          ...(warnings.ok ? warnings.value.map((warning) => warningText(warning, terminal.locale, duty.timezone)) : []),
        ],
        (duty) => [duty.now, duty.next].flatMap((shift) => (shift === null ? [] : [{ who: shift.person, from: moment(shift.from), to: moment(shift.to), summary: shift.summary }])),
      );
    }),
  );
}

function ladderLines(ladder: Duty['ladder']): string[] {
  return (ladder ?? []).map(({ who, person, after, away }, index) => `level ${String(index + 1)}: ${person ?? `${who} (nobody)`} after ${age(after)}${away === null ? '' : `, ${away}`}`);
}

async function ring(desk: TerminalDesk, host: CommandHost, to: string, options: RingOptions): Promise<Exit> {
  const { terminal } = host;
  await desk.settle('duty');
  const began = desk.now();
  // The device's own word is the answer, not our having sent something; one that hangs is not waited for to the end.
  const rung = await withinPatience(desk.calls.sirens.ring({ to, reason: options.reason, volume: Number(options.volume), seconds: Number(options.seconds), caseId: null, pattern: options.rising === true ? 'rising' : 'steady' }));
  if (rung?.ok === false) return complain(terminal, rung.error);
  const cards = await desk.calls.sirens.list();
  if (!cards.ok) return complain(terminal, cards.error);
  const mine = cards.value.filter((card) => card.ring !== null && card.ring.startedAt >= began);
  const rings = rung?.value.rings ?? mine.flatMap((card) => card.ring ?? []);
  if (terminal.json) terminal.out(JSON.stringify({ rings }));
  else for (const each of rings) terminal.out(`${each.siren} (${each.person}): ${each.state}, volume ${String(each.volume)}${each.cappedFrom === null ? '' : ` (capped from ${String(each.cappedFrom)})`}`);
  for (const { problem } of mine) if (problem !== null) complain(terminal, problem);
  if (rings.some((each) => each.state === 'failed')) return 1;
  return rung === null || rings.some((each) => each.state === 'unknown' || each.state === 'commanded') ? 3 : 0;
}

/** The answer, or null where it does not come in time. */
async function withinPatience<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patience, null);
  });
  return Promise.race([answer, late]).finally(() => {
    clearTimeout(timer);
  });
}

function outputLines({ player, outputs }: SoundOutputs): string[] {
  return outputs.length === 0 ? [`${player} offers no output`] : outputs.map(({ name, title }) => (title === name ? name : `${name}  ${title}`));
}

function text(card: SirenCard, now: number): string {
  const proof = card.provenAt === null ? 'never proven' : `proven ${age(now - card.provenAt)} ago`;
  return `${card.id.padEnd(20)} ${card.owner.padEnd(12)} ${card.state.padEnd(18)} ${proof}${card.jump === undefined ? '' : ` · through ${card.jump}`}${card.output === undefined ? '' : ` · plays through ${card.output}`}${card.again === undefined ? '' : ` · rings again in ${age(Math.max(0, card.again.at - now))} unless somebody has it`}`;
}
