import { beforeEach, describe, expect, it } from 'vitest';
import { railFor, useRoute } from './route-store';

const route = () => useRoute.getState();

describe('the route', () => {
  beforeEach(() => useRoute.setState({ place: { screen: 'alerts', id: null, params: {} }, past: [] }));

  it('goes and comes back', () => {
    route().go('runbooks', null, { path: 'runbooks/a.md', alert: 'x/1' });
    expect(route().place).toEqual({ screen: 'runbooks', id: null, params: { path: 'runbooks/a.md', alert: 'x/1' } });
    route().back();
    expect(route().place.screen).toBe('alerts');
    route().back();
    expect(route().place.screen).toBe('alerts');
  });

  it('keeps the same reference when it goes where it stands', () => {
    route().go('run', 'r1', { a: '1' });
    const before = route();
    route().go('run', 'r1', { a: '1' });
    expect(route()).toBe(before);
    route().go('run', 'r1', { a: '2' });
    expect(route().past).toHaveLength(2);
  });
});

describe('the rail', () => {
  it('shows the drill only while drilling, and every letter once', () => {
    expect(railFor(false).map((entry) => entry.screen)).not.toContain('drill');
    expect(railFor(true).map((entry) => entry.screen)).toContain('drill');
    expect(new Set(railFor(true).map((entry) => entry.letter)).size).toBe(railFor(true).length);
  });
});
