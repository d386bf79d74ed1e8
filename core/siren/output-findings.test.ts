import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../errors';
import { outputFindings } from './output-findings';
import type { SoundOutputs } from './sound-output';

const file = (device: string): string => `sirens:\n  - { id: bed, owner: kim, driver: speaker, config: { device: ${device} } }\n  - { id: hall, owner: kim, driver: webhook, config: { device: x } }\n`;
const kinds = new Set(['speaker']);
const known: Result<SoundOutputs> = ok({ player: 'paplay', outputs: [{ name: 'bed_speaker', title: 'Bed' }, { name: 'desk', title: 'Desk' }] });
const check = async (text: string, answer = known) => (await outputFindings(text, kinds, async () => answer)).map(({ rule, line, column, severity, hint }) => [rule, line, column, severity, hint.en]);

describe('the outputs of sirens.yaml', () => {
  it('are nothing to say of where the machine has them', async () => {
    expect(await check(file('bed_speaker'))).toEqual([]);
  });

  it('are a warning at their place, with the name that was probably meant or all that there are', async () => {
    expect(await check(file('bed-speakr'))).toEqual([['output-unknown', 2, 63, 'warning', 'Did you mean "bed_speaker"?']]);
    expect(await check(file('hdmi'))).toEqual([['output-unknown', 2, 63, 'warning', 'Known here: bed_speaker, desk.']]);
  });

  it('are refused by name where the player cannot be told', async () => {
    const [found] = await outputFindings(file('desk'), kinds, async () => fail('speaker-output-fixed', { player: 'afplay' }));
    expect(found).toMatchObject({ rule: 'output-unsure', line: 2 });
    expect(found?.message.en).toContain('siren bed names');
    expect(found?.message.en).toContain('afplay');
    expect(found?.message.ko).toContain('afplay');
  });

  it('are not asked for where no siren names one', async () => {
    expect(await outputFindings('sirens: []', kinds, () => Promise.reject(new Error('asked')))).toEqual([]);
    expect(await outputFindings('sirens: [', kinds, () => Promise.reject(new Error('asked')))).toEqual([]);
  });
});
