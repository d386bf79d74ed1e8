/**
 * SECURITY: lets a part that styles itself with `<style>` elements and `style` attributes (xterm.js does) work under
 * `style-src 'self'`, so that this window's policy is as strict as every other's. A style element that a script makes
 * becomes a stylesheet object, and a style attribute goes through the CSSOM: a policy governs markup, not either of
 * these, and no text from a server is ever part of one. https://www.w3.org/TR/CSP3/#directive-style-src
 */
export function styleWithoutInline(document: Document): void {
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) =>
    name.toLowerCase() === 'style' ? sheetHolder(document, create('data')) : create(name, options);
  const plain = Object.getOwnPropertyDescriptor(Element.prototype, 'setAttribute')?.value as (this: Element, name: string, value: string) => void;
  Element.prototype.setAttribute = function setAttribute(this: Element, name: string, value: string): void {
    if (name === 'style' && this instanceof HTMLElement) this.style.cssText = value;
    else plain.call(this, name, value);
  };
}

/** An element that shows nothing; its text is a stylesheet of the document. */
function sheetHolder(document: Document, holder: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet();
  let text = '';
  holder.hidden = true;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  Object.defineProperty(holder, 'textContent', {
    get: () => text,
    set: (css: string) => {
      text = css;
      sheet.replaceSync(css);
    },
  });
  Object.defineProperty(holder, 'remove', {
    value: () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
      Element.prototype.remove.call(holder);
    },
  });
  return holder;
}
