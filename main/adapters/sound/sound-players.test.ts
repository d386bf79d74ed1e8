import { describe, expect, it } from 'vitest';
import { soundPlayers } from './sound-players';

const player = (command: string) => {
  const found = soundPlayers.find((each) => each.command === command);
  if (found === undefined) throw new Error(`no player ${command}`);
  return found;
};
const read = (command: string, text: string) => player(command).listing?.read(text);

describe('the arguments of a player', () => {
  it.each([
    ['pw-play', null, ['tone.wav']],
    ['pw-play', 'alsa_output.usb', ['--target=alsa_output.usb', 'tone.wav']],
    ['paplay', null, ['tone.wav']],
    ['paplay', 'bed', ['--device=bed', 'tone.wav']],
    ['aplay', null, ['-q', 'tone.wav']],
    ['aplay', 'plughw:CARD=PCH,DEV=0', ['-q', '--device=plughw:CARD=PCH,DEV=0', 'tone.wav']],
    ['afplay', null, ['tone.wav']],
  ])('%s with the output %s', (command, output, args) => {
    expect(player(command).args('tone.wav', output)).toEqual(args);
  });

  it.each(['--help', '-D evil', '$(reboot)', 'a"; rm', 'two words', '', 'ㅅ소리'])('an output called %j is one argument and never an option of its own', (output) => {
    for (const { command, args, listing } of soundPlayers.filter(({ listing }) => listing !== null)) {
      const given = args('tone.wav', output);
      expect([command, given.length - (listing === null ? 0 : args('tone.wav', null).length)]).toEqual([command, 1]);
      expect(given.some((each) => each.startsWith('--') && each.endsWith(`=${output}`))).toBe(true);
      expect(given.at(-1)).toBe('tone.wav');
    }
  });

  it('says of afplay and PowerShell that they cannot be told where to play', () => {
    expect(soundPlayers.filter(({ listing }) => listing === null).map(({ command }) => command)).toEqual(['afplay', 'powershell.exe']);
  });
});

describe('the outputs that a machine names', () => {
  it('are the sinks of PipeWire, without its sources and streams', () => {
    const node = (props: Readonly<Record<string, unknown>>) => ({ id: 1, type: 'PipeWire:Interface:Node', info: { props } });
    const dump = [
      { id: 0, type: 'PipeWire:Interface:Core', info: { props: { 'core.name': 'pipewire-0' } } },
      node({ 'media.class': 'Audio/Sink', 'node.name': 'alsa_output.usb', 'node.description': 'Bed', 'object.serial': 32 }),
      node({ 'media.class': 'Audio/Source', 'node.name': 'alsa_input.mic' }),
      node({ 'media.class': 'Audio/Sink', 'node.name': 'bare' }),
      null,
      { info: null },
    ];
    expect(read('pw-play', JSON.stringify(dump))).toEqual([{ name: 'alsa_output.usb', title: 'Bed' }, { name: 'bare', title: 'bare' }]);
  });

  it('are the second column of pactl', () => {
    expect(read('paplay', '0\tbed_speaker\tmodule-null-sink.c\ts16le 2ch 44100Hz\tIDLE\n1\tdesk\tmodule-null-sink.c\ts16le\tIDLE\n')).toEqual([{ name: 'bed_speaker', title: 'bed_speaker' }, { name: 'desk', title: 'desk' }]);
    expect(read('paplay', '')).toEqual([]);
  });

  it('are what aplay names at the beginning of a line, but not the one that discards everything', () => {
    const text = 'null\n    Discard all samples (playback) or generate zero samples (capture)\nplughw:CARD=PCH,DEV=0\n    HDA Intel PCH, ALC3246 Analog\n    Hardware device with all software conversions\ndefault\n';
    expect(read('aplay', text)).toEqual([{ name: 'plughw:CARD=PCH,DEV=0', title: 'HDA Intel PCH, ALC3246 Analog' }, { name: 'default', title: 'default' }]);
  });
});
