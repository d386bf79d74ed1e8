import type { z } from 'zod';
import { ok, fail, type Result } from '../core/errors';
import { mainContract } from '../core/ipc/contract';
import { failureSchema } from '../core/failure-schema';
import { channel, type Client, type Contract } from '../core/ipc/kit';

/** What the preload puts on the window: the shape of a Client, with nothing checked yet. */
type Bridge = Readonly<Record<string, Readonly<Record<string, (argument: unknown) => unknown>>>>;

declare global {
  interface Window {
    readonly breakglass?: Bridge;
  }
}

type Desk = Client<typeof mainContract>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isStop(value: unknown): value is () => void {
  return typeof value === 'function';
}

/** A reply in an unknown shape is a bug of ours: it is named after its channel, in the window's log and on screen. */
function misunderstood(name: string, cause: unknown): Result<never> {
  console.error(`breakglass: ${name} failed`, cause);
  return fail('internal-error', { reference: name });
}

function parseReply(name: string, output: z.ZodType, reply: unknown): Result<unknown> {
  if (!isRecord(reply)) return misunderstood(name, reply);
  if (reply['ok'] === true) {
    const value = output.safeParse(reply['value']);
    return value.success ? ok(value.data) : misunderstood(name, value.error);
  }
  const problem = failureSchema.safeParse(reply['error']);
  return problem.success ? { ok: false, error: problem.data } : misunderstood(name, reply);
}

/**
 * Makes a window's typed client out of its contract and of what the preload exposed. Every reply and every push is
 * parsed here, so that no screen ever sees a value of a shape it does not know.
 */
export function connect<C extends Contract>(contract: C, bridge: Bridge | undefined = window.breakglass): Client<C> {
  const topics: Record<string, Record<string, unknown>> = {};
  for (const [topic, members] of Object.entries(contract)) {
    const functions: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(members)) {
      const path = channel(topic, name);
      if (member.kind === 'call') {
        functions[name] = async (input: unknown): Promise<Result<unknown>> => {
          try {
            return parseReply(path, member.output, await bridge?.[topic]?.[name]?.(input));
          } catch (cause) {
            return misunderstood(path, cause);
          }
        };
      } else {
        const on = `on${name.charAt(0).toUpperCase()}${name.slice(1)}`;
        functions[on] = (listener: (payload: unknown) => void): (() => void) => {
          let open = true;
          const stop = bridge?.[topic]?.[on]?.((payload: unknown) => {
            if (!open) return;
            const parsed = member.payload.safeParse(payload);
            if (parsed.success) listener(parsed.data);
            else misunderstood(path, parsed.error);
          });
          return () => {
            open = false;
            if (isStop(stop)) stop();
          };
        };
      }
    }
    topics[topic] = functions;
  }
  // The loop above makes exactly the members that Client<C> derives from the same contract.
  return topics as unknown as Client<C>;
}

let current: Desk | undefined;

/** The main window's line to the machine: the only one. */
export function desk(): Desk {
  current ??= connect(mainContract);
  return current;
}

/** Tests swap the machine here and nowhere else. */
export function setDesk(replacement: Desk): void {
  current = replacement;
}
