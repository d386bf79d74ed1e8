import { describe, expect, it } from 'vitest';
import type { Case } from '../../../core/case/case';
import { chosenCase, inOrder, neighbour } from './cases.logic';

const of = (id: string, state: Case['state'], openedAt: number): Case => ({
  id,
  title: id,
  grade: '911',
  state,
  openedAt,
  closedAt: null,
  owner: null,
  alerts: [],
  verdict: null,
  why: null,
  followUps: [],
  links: [],
  handover: null,
  mergedInto: null,
  reopened: 0,
});
const cases = inOrder([of('old', 'closed', 1), of('a', 'open', 2), of('new', 'closed', 9), of('b', 'open', 5)]);

describe('the list of cases', () => {
  it('has the open ones first, the newest on top', () => {
    expect(cases.map((each) => each.id)).toEqual(['b', 'a', 'new', 'old']);
  });

  it('shows the one asked for, else the first, else none', () => {
    expect(chosenCase(cases, 'new')?.id).toBe('new');
    expect(chosenCase(cases, 'gone')?.id).toBe('b');
    expect(chosenCase([], null)).toBeNull();
  });

  it('moves and stops at both ends', () => {
    expect(neighbour(cases, 'b', 1)).toBe('a');
    expect(neighbour(cases, 'b', -1)).toBe('b');
    expect(neighbour(cases, 'old', 1)).toBe('old');
    expect(neighbour(cases, null, 1)).toBe('b');
  });
});
