/**
 * Colour by meaning, nowhere by taste: red is a 911 or something sounding, amber a 912, violet what is unknown, grey
 * noise and machines, green only what is confirmed to be good, blue the cursor and links, purple a drill.
 */
export type Tone = 'plain' | 'red' | 'amber' | 'violet' | 'grey' | 'green' | 'blue' | 'purple';

/** Never colour alone: each state also has a shape, drawn as a character. */
export type Shape = 'dot' | 'ring' | 'dashed' | 'triangle' | 'square' | 'cross' | 'none';

export const shapes: Readonly<Record<Shape, string>> = {
  dot: '●',
  ring: '○',
  dashed: '◌',
  triangle: '▲',
  square: '■',
  cross: '✕',
  none: '',
};
