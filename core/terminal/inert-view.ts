import { CastToV2 } from './asciicast';
import { InertOutput } from './inert-output';

/** A recording for whoever plays or reads it elsewhere: asciicast v2 whose output is inert, and that output alone. */
export function inertView(recording: string): { readonly cast: string; readonly text: string } {
  const cast = new CastToV2();
  const inert = new InertOutput();
  let text = '';
  const show = (output: string): string => {
    const shown = inert.push(output);
    text += shown;
    return shown;
  };
  const lines = recording.split('\n').map((line) => cast.line(line, show) ?? '');
  return { cast: lines.join(''), text };
}
