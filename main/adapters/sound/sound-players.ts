import { z } from 'zod';
import { jsonOf } from '../../../core/json-of';
import type { SoundOutputs } from '../../../core/siren/sound-output';

type Outputs = SoundOutputs['outputs'];

/** A program that plays a file, and the one beside it that names the outputs. */
export interface SoundPlayer {
  readonly command: string;
  /** Its arguments. SECURITY: an output is one argument together with its option, so that it can be none of its own. */
  readonly args: (file: string, output: string | null) => readonly string[];
  /** Null: it cannot be told where to play. */
  readonly listing: { readonly command: string; readonly args: readonly string[]; readonly read: (text: string) => Outputs } | null;
}

const chosen = (option: string, output: string | null): string[] => (output === null ? [] : [`${option}=${output}`]);

/** Players that come with the systems we run on, the first that is there is taken. */
export const soundPlayers: readonly SoundPlayer[] = [
  { command: 'pw-play', args: (file, output) => [...chosen('--target', output), file], listing: { command: 'pw-dump', args: [], read: fromPipeWire } },
  { command: 'paplay', args: (file, output) => [...chosen('--device', output), file], listing: { command: 'pactl', args: ['list', 'short', 'sinks'], read: fromPulse } },
  { command: 'aplay', args: (file, output) => ['-q', ...chosen('--device', output), file], listing: { command: 'aplay', args: ['-L'], read: fromAlsa } },
  { command: 'afplay', args: (file) => [file], listing: null },
  { command: 'powershell.exe', args: (file) => ['-NoProfile', '-Command', '(New-Object Media.SoundPlayer $args[0]).PlaySync()', file], listing: null },
];

const nodeSchema = z.object({ info: z.object({ props: z.object({ 'media.class': z.literal('Audio/Sink'), 'node.name': z.string(), 'node.description': z.string().optional() }) }) });

/** Everything that PipeWire knows, as JSON; what can be played through is a node of the class Audio/Sink. */
function fromPipeWire(text: string): Outputs {
  return z.array(z.unknown()).parse(jsonOf(text)).flatMap((object) => {
    const node = nodeSchema.safeParse(object);
    if (!node.success) return [];
    const props = node.data.info.props;
    return [{ name: props['node.name'], title: props['node.description'] ?? props['node.name'] }];
  });
}

/** A line a sink: number, name, module, form and state between tabs. */
function fromPulse(text: string): Outputs {
  return text.split('\n').flatMap((line) => {
    const name = line.split('\t')[1];
    return name === undefined || name === '' ? [] : [{ name, title: name }];
  });
}

/** A name at the beginning of a line, what it is in the indented lines below; `null` plays to nobody. */
function fromAlsa(text: string): Outputs {
  const outputs: { name: string; title: string }[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const last = outputs.at(-1);
    if (!/^\s/.test(line)) outputs.push({ name: line, title: line });
    else if (last !== undefined && last.title === last.name) last.title = line.trim();
  }
  return outputs.filter(({ name }) => name !== 'null');
}
