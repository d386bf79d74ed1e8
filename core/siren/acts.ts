import type { Act } from '../ipc/contract';
import { fill, type Text } from '../text';
import type { Ring } from './siren';

const sentences = {
  rang: { en: 'Rang {siren} at {volume} %', ko: '{siren}을(를) {volume}%로 울렸습니다' },
  capped: { en: 'Rang {siren}, capped at {volume} % (asked for {asked} %)', ko: '{siren}을(를) 상한 {volume}%로 울렸습니다(요청 {asked}%)' },
  'not-rung': { en: '{siren} did not ring', ko: '{siren}은(는) 울리지 않았습니다' },
  unproven: { en: 'Told {siren} to ring at {volume} %; nobody can say whether it sounds', ko: '{siren}에 {volume}% 울림을 보냈으나 울리는지 알 수 없습니다' },
  quiet: { en: 'Silenced: {sirens}', ko: '멈췄습니다: {sirens}' },
  told: { en: 'Told to be quiet, cannot be read back: {sirens}', ko: '멈춤 명령을 보냈으나 확인할 수 없습니다: {sirens}' },
  unreached: { en: 'Not reached: {sirens}', ko: '닿지 못했습니다: {sirens}' },
  none: { en: 'There is no siren to silence', ko: '멈출 사이렌이 없습니다' },
  tested: { en: 'Tested {siren}: it sounded', ko: '{siren} 시험: 울렸습니다' },
  accepted: { en: 'Tested {siren}: it took the command; the sound itself was not seen', ko: '{siren} 시험: 명령은 받았으나 소리는 확인하지 못했습니다' },
} as const satisfies Record<string, Text>;

type Values = Readonly<Record<string, string | number>>;

/** Several sentences as one act; nothing that makes a noise can be undone, it can only be silenced. */
function act(...said: readonly (readonly [keyof typeof sentences, Values])[]): Act {
  const inOne = (locale: 'en' | 'ko'): string => said.map(([name, values]) => fill(sentences[name][locale], values)).join(' · ');
  return { en: inOne('en'), ko: inOne('ko'), undo: null };
}

/** What ringing did, a part for each siren. */
export function rangAct(rings: readonly Ring[]): Act {
  return act(
    ...rings.map(({ siren, state, volume, cappedFrom }): readonly [keyof typeof sentences, Values] => {
      if (state === 'failed') return ['not-rung', { siren }];
      if (state === 'unknown' || state === 'commanded') return ['unproven', { siren, volume }];
      return cappedFrom === null ? ['rang', { siren, volume }] : ['capped', { siren, volume, asked: cappedFrom }];
    }),
  );
}

/** What silencing did: confirmed by the device, told only, or not reached. */
export function silencedAct(sirens: { readonly quiet: readonly string[]; readonly told: readonly string[]; readonly unreached: readonly string[] }): Act {
  const said = (['quiet', 'told', 'unreached'] as const)
    .filter((name) => sirens[name].length > 0)
    .map((name) => [name, { sirens: sirens[name].join(', ') }] as const);
  return said.length > 0 ? act(...said) : act(['none', {}]);
}

export function testedAct(siren: string, outcome: 'sounding' | 'quiet' | 'unknown'): Act {
  return act([outcome === 'sounding' ? 'tested' : 'accepted', { siren }]);
}

export function rebootedAct(siren: string): Act {
  return { en: `${siren} starts anew; it answers again in some forty seconds`, ko: `${siren}을(를) 다시 시작합니다. 약 40초 뒤에 다시 응답합니다`, undo: null };
}
