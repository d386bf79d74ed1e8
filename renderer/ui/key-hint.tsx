/** A key as it is printed on the keyboard. Decoration for the eye: the control tells assistive technology itself. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd className="key-hint" aria-hidden="true">
      {keys}
    </kbd>
  );
}
