import { z } from 'zod';
import type { SirenCan } from '../../../../core/siren/siren';

export const shapeSchema = z.enum(['zigbee2mqtt', 'home-assistant', 'plain']);
export type Shape = z.infer<typeof shapeSchema>;

/** How a kind of device wants to be told, and what it can say. */
export interface SirenShape {
  readonly can: SirenCan;
  /** Below the device's own topic; empty where it is the whole topic. */
  readonly suffix: string;
  ring(volume: number, seconds: number): string;
  readonly silence: string;
}

const levels = [[25, 'low'], [50, 'medium'], [75, 'high'], [100, 'very_high']] as const;

/** The loudness in Zigbee's four words; the owner's cap is never exceeded, only the quietest word has nothing below it. */
function levelOf(volume: number): string {
  return [...levels].reverse().find(([percent]) => volume >= percent)?.[1] ?? 'low';
}

/** Each payload is written out whole: an empty or misspelt `warning` rings (facts/sirens.md, 2.3). */
export const sirenShapes: Readonly<Record<Shape, SirenShape>> = {
  zigbee2mqtt: {
    can: { readBack: false, volume: true, duration: true },
    suffix: '/set',
    ring: (volume, seconds) => JSON.stringify({ warning: { mode: 'emergency', level: levelOf(volume), strobe: true, duration: seconds } }),
    silence: JSON.stringify({ warning: { mode: 'stop', level: 'low', strobe: false, duration: 0 } }),
  },
  'home-assistant': {
    can: { readBack: true, volume: true, duration: true },
    suffix: '',
    ring: (volume, seconds) => JSON.stringify({ state: 'ON', duration: seconds, volume_level: Math.max(1, volume) / 100 }),
    silence: JSON.stringify({ state: 'OFF' }),
  },
  plain: {
    can: { readBack: true, volume: false, duration: false },
    suffix: '',
    ring: () => 'ON',
    silence: 'OFF',
  },
};

/** What a state message says, by its literal words only: `ON`, `OFF`, or JSON with such a `state`; else null. */
export function stateIn(text: string): 'quiet' | 'sounding' | null {
  const word = wordIn(text.trim());
  return word === 'ON' ? 'sounding' : word === 'OFF' ? 'quiet' : null;
}

function wordIn(text: string): unknown {
  if (!text.startsWith('{')) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'state' in parsed ? parsed.state : null;
  } catch {
    return null;
  }
}
