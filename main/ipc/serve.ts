import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { fail, type Result } from '../../core/errors';
import { channel, type Contract, type Handlers, type Tell } from '../../core/ipc/kit';

/** The one origin that may speak to us. */
export const ownOrigin = 'app://console';

/** More than this in one question is an attack or a bug, bytes of JSON. */
const largestInput = 2_000_000;

/**
 * Joins one window to its contract: sender check -> parse -> handler -> encode. Handlers are registered on the window's
 * own channel, so that no other window can reach them, and the answer is always a Result.
 */
export function serve<C extends Contract>(contents: WebContents, contract: C, handlers: Handlers<C>, log: (line: string) => void): Tell<C> {
  for (const [topic, entries] of Object.entries(contract)) {
    const topicHandlers: Readonly<Record<string, unknown>> = handlers[topic] ?? {};
    for (const [name, spec] of Object.entries(entries)) {
      if (spec.kind !== 'call') continue;
      const handler = topicHandlers[name] as (input: unknown) => Promise<Result<unknown>>;
      contents.ipc.handle(channel(topic, name), async (event, raw: unknown): Promise<Result<unknown>> => {
        // SECURITY: a frame that navigated away has no senderFrame; only our own page's top frame is heard.
        if (!isOwnFrame(event, contents)) return fail('bad-input', { what: channel(topic, name), why: 'foreign sender' });
        // SECURITY: size first, so that a schema never walks something enormous.
        if (raw !== undefined && JSON.stringify(raw).length > largestInput) {
          return fail('bad-input', { what: channel(topic, name), why: 'too large' });
        }
        const input = spec.input.safeParse(raw);
        if (!input.success) {
          return fail('bad-input', { what: channel(topic, name), why: input.error.issues[0]?.message ?? 'wrong shape' });
        }
        try {
          const result = await handler(input.data);
          return result.ok ? { ok: true, value: spec.output.parse(result.value) } : result;
        } catch (cause) {
          const reference = Date.now().toString(36);
          log(`bug ${reference} in ${channel(topic, name)}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
          return fail('internal-error', { reference });
        }
      });
    }
  }
  return (topic, name, payload) => {
    const spec = contract[topic]?.[name];
    if (spec?.kind !== 'push' || contents.isDestroyed()) return;
    contents.send(channel(topic, name), spec.payload.parse(payload));
  };
}

function isOwnFrame(event: IpcMainInvokeEvent, contents: WebContents): boolean {
  const frame = event.senderFrame;
  return frame !== null && !contents.isDestroyed() && frame === contents.mainFrame && frame.origin === ownOrigin;
}
