import { describe, expect, it } from 'vitest';
import { mutantsOf, withMistake } from './mutate.mjs';

const all = (source: string): string[] => mutantsOf(source).map((mutant) => withMistake(source, mutant));

describe('mistakes', () => {
  it('flips comparisons, junctions and sums', () => {
    expect(all('a < b;')).toEqual([';', 'a <= b;', 'a >= b;']);
    expect(all('const c = a === b && d;')).toEqual(['const c = a !== b && d;', 'const c = a === b || d;']);
    expect(all('const c = a - b;')).toEqual(['const c = a + b;']);
    expect(all("const c = a + 'b';")).toEqual([]);
  });

  it('drops negations, statements and results', () => {
    expect(all('const c = !a;')).toEqual(['const c = a;']);
    expect(all('f();')).toEqual([';']);
    expect(all('function f() { return a; }')).toEqual(['function f() { return undefined; }']);
  });

  it('makes conditions that always or never hold, turns choices and constants', () => {
    expect(all('if (a) f();')).toEqual(['if (true) f();', 'if (false) f();', 'if (a) ;']);
    expect(all('const c = a ? b : d;')).toEqual(['const c = !(a) ? b : d;']);
    expect(all('const c = [true, 7];')).toEqual(['const c = [false, 7];', 'const c = [true, (7 + 1)];']);
  });

  it('leaves alone what only types see', () => {
    expect(all("import { a } from 'b';\ntype T = 1 | true;\ninterface I { readonly a: 2 }\nconst c: 3 | false = d;")).toEqual([]);
  });

  it('names the line', () => {
    expect(mutantsOf('a;\n\nb > c;').map(({ line }) => line)).toEqual([1, 3, 3, 3]);
  });
});
