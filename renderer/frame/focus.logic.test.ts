import { describe, expect, it } from 'vitest';
import { focusOf, type Focused } from './focus.logic';

const element = (change: Partial<Focused>): Focused => ({
  tag: 'div',
  type: '',
  role: null,
  editable: false,
  ...change,
});

describe('who owns a key', () => {
  it.each([
    [element({ tag: 'input', type: 'text' }), 'text'],
    [element({ tag: 'input', type: 'number' }), 'text'],
    [element({ tag: 'textarea' }), 'text'],
    [element({ editable: true }), 'text'],
    [element({ role: 'combobox' }), 'text'],
    [element({ tag: 'select' }), 'choice'],
    [element({ tag: 'input', type: 'range' }), 'choice'],
    [element({ tag: 'input', type: 'checkbox' }), 'press'],
    [element({ tag: 'button' }), 'press'],
    [element({ role: 'tab' }), 'press'],
    [element({ role: 'listbox' }), 'none'],
    [element({}), 'none'],
    [null, 'none'],
  ])('%j: %s', (focused, expected) => {
    expect(focusOf(focused)).toBe(expected);
  });
});
