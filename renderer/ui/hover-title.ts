import type { PointerEvent } from 'react';

/** A tooltip that is made when the pointer comes: a list shows hundreds of times, and hardly any is asked for both zones. */
export function hoverTitle(text: () => string): { readonly onPointerEnter: (event: PointerEvent<HTMLElement>) => void } {
  return {
    onPointerEnter: ({ currentTarget }) => {
      currentTarget.title = text();
    },
  };
}
