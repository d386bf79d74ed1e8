import { useEffect } from 'react';
import { unreachable } from '../../core/errors';
import { useDialogs } from '../stores/dialog-store';
import { isAnythingSounding, useFrame } from '../stores/frame-store';
import { railFor, useRoute } from '../stores/route-store';
import { activeShortcuts, useShortcutStore } from '../stores/shortcut-store';
import { openViewNumber } from '../stores/views-store';
import { chordWait, decide, type KeyDecision, type KeyPress } from '../ui/keys.logic';
import { focusOf } from './focus.logic';
import { silence } from './silence';

function focusedElement(): KeyPress['focus'] {
  const element = document.activeElement;
  return element instanceof HTMLElement && element !== document.body
    ? focusOf({
        tag: element.tagName.toLowerCase(),
        type: element instanceof HTMLInputElement ? element.type : '',
        role: element.getAttribute('role'),
        editable: element.isContentEditable,
      })
    : 'none';
}

function goTo(letterOrNumber: string | number): void {
  const entries = railFor(useFrame.getState().value?.workspace?.drill === true);
  const entry =
    typeof letterOrNumber === 'number'
      ? entries[letterOrNumber - 1]
      : entries.find((each) => each.letter === letterOrNumber);
  if (entry !== undefined) useRoute.getState().go(entry.screen);
}

/** One layer back: out of a field first, then the screen's own layer (its `Escape` shortcut), then the place before. */
function stepBack(focus: KeyPress['focus']): void {
  if (focus === 'text' || focus === 'choice') {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return;
  }
  const layer = activeShortcuts(useShortcutStore.getState()).find((each) => each.keys === 'Escape');
  if (layer === undefined) useRoute.getState().back();
  else layer.run();
}

function carryOut(decision: KeyDecision, press: KeyPress): void {
  switch (decision.kind) {
    case 'pass':
    case 'swallow':
      return;
    case 'silence':
      return silence();
    case 'chord':
      return useShortcutStore.setState({ chordAt: Date.now() });
    case 'go':
      return goTo(decision.letter);
    case 'go-number':
      return goTo(decision.number);
    case 'view':
      return void openViewNumber(decision.number);
    case 'palette':
      return useDialogs.getState().show({ kind: 'palette' });
    case 'sheet':
      return useDialogs.getState().show({ kind: 'sheet' });
    case 'back':
      return stepBack(press.focus);
    case 'shortcut':
      return decision.shortcut.run();
    default:
      return unreachable(decision);
  }
}

/**
 * The window's one keyboard listener, in the capture phase: a focused button must not be pressed by the Space that was
 * meant for the siren (decisions.md 33).
 */
export function useKeyboard(): void {
  useEffect(() => {
    let ringEndedAt: number | null = null;
    let spaceTaken = false;
    let chordTimer: ReturnType<typeof setTimeout> | undefined;
    const endChord = (): void => {
      clearTimeout(chordTimer);
      if (useShortcutStore.getState().chordAt !== null) useShortcutStore.setState({ chordAt: null });
    };
    const stopWatching = useFrame.subscribe((state, before) => {
      if (isAnythingSounding(before.value) && !isAnythingSounding(state.value)) ringEndedAt = Date.now();
    });

    const onKeyDown = (event: KeyboardEvent): void => {
      const press: KeyPress = {
        code: event.code,
        key: event.key,
        shift: event.shiftKey,
        ctrl: event.ctrlKey,
        alt: event.altKey,
        meta: event.metaKey,
        repeat: event.repeat,
        composing: event.isComposing || event.keyCode === 229,
        focus: focusedElement(),
      };
      const decision = decide(press, {
        now: Date.now(),
        sounding: isAnythingSounding(useFrame.getState().value),
        ringEndedAt,
        spaceTaken,
        chordAt: useShortcutStore.getState().chordAt,
        dialog: useDialogs.getState().open !== null,
        shortcuts: activeShortcuts(useShortcutStore.getState()),
      });
      const modifier = /^(Shift|Control|Alt|Meta)/.test(event.code);
      if (!modifier && !(decision.kind === 'swallow' && event.repeat)) endChord();
      if (decision.kind === 'pass') return;
      event.preventDefault();
      event.stopPropagation();
      if (event.code === 'Space') spaceTaken = true;
      carryOut(decision, press);
      if (decision.kind === 'chord') chordTimer = setTimeout(endChord, chordWait);
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.code !== 'Space' || !spaceTaken) return;
      // The button under the focus is pressed when Space comes up: this one was not meant for it.
      spaceTaken = false;
      event.preventDefault();
      event.stopPropagation();
    };

    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('keyup', onKeyUp, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('keyup', onKeyUp, true);
      stopWatching();
      endChord();
    };
  }, []);
}
