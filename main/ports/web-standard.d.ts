/**
 * The few names that Node, Electron and a browser share and that ports and services may use. They are written out here,
 * because `lib: dom` or Node's types would bring `window`, `process`, timers and `Date`'s friends along with them.
 * Where a layer has the real types, this file is not part of its project.
 */

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare const AbortController: { new (): AbortController };
declare const AbortSignal: { any(signals: readonly AbortSignal[]): AbortSignal; abort(reason?: unknown): AbortSignal };

interface URL {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly username: string;
  readonly password: string;
  toString(): string;
}

declare const URL: { new (url: string, base?: string | URL): URL; canParse(url: string, base?: string | URL): boolean };

declare class TextDecoder {
  /** What is not UTF-8 becomes U+FFFD. */
  decode(bytes: Uint8Array): string;
}
