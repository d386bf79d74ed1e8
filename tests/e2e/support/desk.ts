import type { Page } from 'playwright';
import type { Failure, Result } from '../../../core/errors';
import type { mainContract } from '../../../core/ipc/contract';
import type { Client } from '../../../core/ipc/kit';

type Desk = Client<typeof mainContract>;
type Calls<Topic extends keyof Desk> = { [Name in keyof Desk[Topic] & string]: Desk[Topic][Name] extends (input: never) => Promise<Result<unknown>> ? Name : never }[keyof Desk[Topic] & string];
type Answer<Function> = Function extends (...input: never[]) => Promise<infer Given> ? Given : never;

/** Calls the contract as the page itself does, through what the preload exposed. */
export async function ask<Topic extends keyof Desk, Name extends Calls<Topic>>(page: Page, topic: Topic, name: Name, input?: unknown): Promise<Answer<Desk[Topic][Name]>> {
  const answer = await page.evaluate(
    ([from, called, given]) => {
      const bridge = (window as unknown as { breakglass: Record<string, Record<string, (argument: unknown) => Promise<unknown>>> }).breakglass;
      return bridge[from]?.[called]?.(given);
    },
    [topic, name, input] as const,
  );
  return answer as Answer<Desk[Topic][Name]>;
}

/** The value of an answer that must be a good one. */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, values }: Failure = result.error;
  throw new Error(`refused: ${code} ${JSON.stringify(values)}`);
}
