import { setTimeout as wait } from 'node:timers/promises';
import type { Result } from '../core/errors';
import type { Act } from '../core/ipc/contract';
import type { Locale } from '../core/text';
import { answer, tame } from './cli/terminal';

/** How long a desk that listens may take before the sirens are told from here as well, ms. */
const headStart = 800;

/** How long the desk may take after that to write the silence down, ms. */
const recordPatience = 6_000;

interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/** One of the two ways, ended: whether it worked, and what it has to say. */
interface Way {
  readonly exit: number;
  readonly said: readonly { readonly to: 'out' | 'err'; readonly text: string }[];
}

const notRecorded = {
  en: 'breakglass: silenced without waiting for the desk; it may be missing from the journal.',
  ko: 'breakglass: 데스크를 기다리지 않고 껐으므로 저널에 없을 수 있습니다.',
} as const satisfies Record<Locale, string>;

/**
 * `breakglass silence`, so that nothing stands between the key and the sirens (law 5): the desk is asked as for any other
 * command, because it writes the silence down and acks; where none listens, or none answers soon, the sirens are told
 * from here at once. Whichever way succeeds is the answer.
 */
export async function silenceFirst(options: {
  readonly json: boolean;
  readonly locale: Locale;
  readonly streams: Streams;
  /** The ordinary command, its output held back; it may throw, fail or hang. */
  readonly viaDesk: (streams: Streams) => Promise<number>;
  /** Tells the sirens without a desk. */
  readonly direct: () => Promise<Result<Act>>;
  /** Whether a desk's socket is there. */
  readonly deskListens: boolean;
}): Promise<number> {
  const { json, locale, streams, viaDesk, direct, deskListens } = options;
  const say = (way: Way): number => {
    for (const { to, text } of way.said) streams[to](text);
    return way.exit;
  };
  let byDesk: Promise<Way> | null = null;
  if (deskListens) {
    byDesk = heldBack(viaDesk);
    const early = await Promise.race([byDesk, wait(headStart, null)]);
    if (early?.exit === 0) return say(early);
  }
  const hand = await heldBack(async (to) => {
    const lines = { out: (line: string) => { to.out(`${tame(line, json)}\n`); }, err: (line: string) => { to.err(`${tame(line, json)}\n`); } };
    return answer({ json, locale, ...lines }, await direct(), (act) => [act[locale]]);
  });
  // Where no desk listens one is opened only now: opening takes seconds, and two at once would quarrel in the keychain's library.
  byDesk ??= heldBack(viaDesk);
  const desk = await Promise.race([byDesk, wait(recordPatience, null)]);
  if (desk?.exit === 0) return say(desk);
  if (hand.exit !== 0) return say(desk ?? hand);
  say(hand);
  streams.err(`${notRecorded[locale]}\n`);
  return say({ exit: 0, said: desk?.said.filter(({ to }) => to === 'err') ?? [] });
}

async function heldBack(way: (streams: Streams) => Promise<number>): Promise<Way> {
  const said: { to: 'out' | 'err'; text: string }[] = [];
  const streams: Streams = { out: (text) => said.push({ to: 'out', text }), err: (text) => said.push({ to: 'err', text }) };
  try {
    return { exit: await way(streams), said };
  } catch (cause) {
    return { exit: 1, said: [...said, { to: 'err', text: `breakglass: ${cause instanceof Error ? cause.message : String(cause)}\n` }] };
  }
}
