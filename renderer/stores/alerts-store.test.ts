import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertRow } from '../../core/alert/alert';
import { mainContract } from '../../core/ipc/contract';
import { connect, setDesk } from '../desk';
import {
  actedOn,
  alertsChanged,
  emptyAlerts,
  fetchAlerts,
  moveCursor,
  pageSize,
  placeOf,
  putCursor,
  rowAt,
  searchAlerts,
  showRows,
  useAlerts,
  wantedPages,
} from './alerts-store';

const row = (id: string, title = id): AlertRow => ({
  id,
  cluster: 'c',
  fingerprint: id,
  source: 'am',
  title,
  where: '',
  state: 'firing',
  grade: '911',
  startsAt: 1,
  seenAt: 2,
  count: 1,
  flapping: null,
  behind: 0,
  ack: null,
  snooze: null,
  mute: null,
  deadline: null,
  caseId: null,
});

let rows: AlertRow[] = [];
let revision = 1;
let asked: { offset: number; search: string }[] = [];
let gate: Promise<void> = Promise.resolve();

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(() => {
  rows = Array.from({ length: 350 }, (_, at) => row(`a${at}`));
  revision = 1;
  asked = [];
  gate = Promise.resolve();
  useAlerts.setState({ ...emptyAlerts, question: useAlerts.getState().question + 1 });
  const page = async (input: unknown): Promise<unknown> => {
    const { offset, limit, search } = input as { offset: number; limit: number; search: string };
    asked.push({ offset, search });
    await gate;
    const found = rows.filter((each) => each.title.includes(search));
    return {
      ok: true,
      value: {
        revision,
        total: found.length,
        sections: [{ section: '911', from: 0, count: found.length }],
        rows: found.slice(offset, offset + limit),
        problem: null,
        problemAt: null,
        storm: null,
      },
    };
  };
  setDesk(connect(mainContract, { alerts: { page } }));
});

describe('the list', () => {
  it('fetches the pages on screen and no others', async () => {
    await fetchAlerts();
    expect(asked.map((each) => each.offset)).toEqual([0]);
    showRows(180, 230);
    await settled();
    expect(asked.map((each) => each.offset)).toEqual([0, 100, 200]);
    expect(rowAt(useAlerts.getState(), 229)?.id).toBe('a229');
    expect(rowAt(useAlerts.getState(), 300)).toBeNull();
  });

  it('asks again for what is on screen when the revision changes, and only then', async () => {
    await fetchAlerts();
    alertsChanged(1);
    await settled();
    expect(asked).toHaveLength(1);
    revision = 2;
    alertsChanged(2);
    await settled();
    expect(asked).toHaveLength(2);
    expect(wantedPages(useAlerts.getState())).toEqual([]);
  });

  it('keeps the reference of a row that did not change', async () => {
    await fetchAlerts();
    const before = rowAt(useAlerts.getState(), 3);
    rows = rows.map((each, at) => (at === 4 ? { ...each, count: 9 } : { ...each }));
    revision = 2;
    alertsChanged(2);
    await settled();
    expect(rowAt(useAlerts.getState(), 3)).toBe(before);
    expect(rowAt(useAlerts.getState(), 4)?.count).toBe(9);
  });

  it('throws a late answer to an old search away', async () => {
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const first = fetchAlerts();
    searchAlerts({ search: 'a34' });
    open();
    await first;
    await settled();
    expect(useAlerts.getState().total).toBe(rows.filter((each) => each.title.includes('a34')).length);
    expect(rowAt(useAlerts.getState(), 0)?.id).toBe('a34');
  });

  it('starts over when a restarted console counts from the beginning', async () => {
    revision = 40;
    await fetchAlerts();
    revision = 1;
    rows = [row('new')];
    alertsChanged(1);
    await settled();
    expect(useAlerts.getState()).toMatchObject({ revision: 1, total: 1 });
  });
});

describe('the cursor', () => {
  it('follows its alert when rows are put above it', async () => {
    await fetchAlerts();
    moveCursor(5);
    expect(useAlerts.getState()).toMatchObject({ cursor: 'a5', cursorRow: 5 });
    rows = [row('new1'), row('new2'), ...rows];
    revision = 2;
    alertsChanged(2);
    await settled();
    expect(useAlerts.getState()).toMatchObject({ cursor: 'a5', cursorRow: 7 });
    moveCursor(1);
    expect(useAlerts.getState().cursor).toBe('a6');
  });

  it('stays with an alert that left the list, and goes on from its place', async () => {
    await fetchAlerts();
    moveCursor(5);
    rows = rows.filter((each) => each.id !== 'a5');
    revision = 2;
    alertsChanged(2);
    await settled();
    expect(useAlerts.getState().cursor).toBe('a5');
    expect(placeOf(useAlerts.getState(), 'a5')).toBe(-1);
    moveCursor(1);
    expect(useAlerts.getState().cursor).toBe('a7');
  });

  it('stays on what is shown while a search is under way, then stands on the first that was found', async () => {
    await fetchAlerts();
    moveCursor(5);
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => (open = resolve));
    searchAlerts({ search: 'a3' });
    expect(useAlerts.getState()).toMatchObject({ cursor: 'a5', cursorRow: 5 });
    open();
    await settled();
    expect(useAlerts.getState()).toMatchObject({ cursor: 'a3', cursorRow: 0 });
    searchAlerts({ search: 'nothing has this' });
    await settled();
    expect(useAlerts.getState()).toMatchObject({ cursor: null, total: 0 });
  });

  it('stays where it was put while a search is under way', async () => {
    await fetchAlerts();
    searchAlerts({ search: 'a3' });
    putCursor('a31');
    await settled();
    expect(useAlerts.getState()).toMatchObject({ cursor: 'a31' });
  });

  it('stops at both ends', async () => {
    rows = rows.slice(0, 3);
    await fetchAlerts();
    moveCursor(-1);
    expect(useAlerts.getState().cursorRow).toBe(0);
    moveCursor(pageSize);
    expect(useAlerts.getState().cursor).toBe('a2');
  });
});

it('an act acts on the selection, else on the cursor', () => {
  expect(actedOn({ selected: new Set(['x', 'y']), cursor: 'z' })).toEqual(['x', 'y']);
  expect(actedOn({ selected: new Set(), cursor: 'z' })).toEqual(['z']);
  expect(actedOn({ selected: new Set(), cursor: null })).toEqual([]);
});
