import type { Focus } from '../ui/keys.logic';

/** What of an element decides who owns a key. */
export interface Focused {
  readonly tag: string;
  readonly type: string;
  readonly role: string | null;
  readonly editable: boolean;
}

const textTypes = new Set([
  'text',
  'search',
  'email',
  'url',
  'tel',
  'password',
  'number',
  'date',
  'time',
  'datetime-local',
  'month',
  'week',
  '',
]);
const pressTags = new Set(['button', 'a', 'summary']);
const pressRoles = new Set(['button', 'link', 'checkbox', 'switch', 'tab', 'menuitem', 'radio']);

/** Whether keys belong to the focused element. */
export function focusOf(element: Focused | null): Focus {
  if (element === null) return 'none';
  if (element.editable || element.tag === 'textarea' || element.role === 'textbox' || element.role === 'combobox')
    return 'text';
  if (element.tag === 'input')
    return textTypes.has(element.type) ? 'text' : element.type === 'range' ? 'choice' : 'press';
  if (element.tag === 'select') return 'choice';
  return pressTags.has(element.tag) || (element.role !== null && pressRoles.has(element.role)) ? 'press' : 'none';
}
