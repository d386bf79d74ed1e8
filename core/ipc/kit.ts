import type { z } from 'zod';
import type { Result } from '../errors';

/** A question that a window may ask the main process. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
}

/** Something that the main process tells a window unasked. */
export interface Push<P extends z.ZodType = z.ZodType> {
  readonly kind: 'push';
  readonly payload: P;
}

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> {
  return { kind: 'call', input, output };
}

export function push<P extends z.ZodType>(payload: P): Push<P> {
  return { kind: 'push', payload };
}

/** topic -> name -> call or push. */
export type Contract = Readonly<Record<string, Readonly<Record<string, Call | Push>>>>;

type CallsOf<T> = { [K in keyof T as T[K] extends Call ? K : never]: T[K] };
type PushesOf<T> = { [K in keyof T as T[K] extends Push ? K : never]: T[K] };

/** What the main process must implement: a missing handler does not compile. Input is parsed before a handler sees it. */
export type Handlers<C extends Contract> = {
  readonly [Topic in keyof C]: {
    readonly [Name in keyof CallsOf<C[Topic]>]: C[Topic][Name] extends Call<infer I, infer O>
      ? (input: z.output<I>) => Promise<Result<z.input<O>>>
      : never;
  };
};

/** What a window holds: `desk.alerts.ack(...)`, and `desk.alerts.onChanged(listener)` for a push named `changed`. */
export type Client<C extends Contract> = {
  readonly [Topic in keyof C]: {
    readonly [Name in keyof CallsOf<C[Topic]>]: C[Topic][Name] extends Call<infer I, infer O>
      ? (input: z.input<I>) => Promise<Result<z.output<O>>>
      : never;
  } & {
    readonly [Name in keyof PushesOf<C[Topic]> & string as `on${Capitalize<Name>}`]: C[Topic][Name] extends Push<infer P>
      ? (listener: (payload: z.output<P>) => void) => () => void
      : never;
  };
};

/** How the main process pushes: `tell('alerts', 'changed', delta)`. */
export type Tell<C extends Contract> = <Topic extends keyof C & string, Name extends keyof PushesOf<C[Topic]> & string>(
  topic: Topic,
  name: Name,
  payload: C[Topic][Name] extends Push<infer P> ? z.input<P> : never,
) => void;

/** What a preload must know of a contract: its channels, each with `?` (call) or `!` (push) before its name. */
export function channelsOf(contract: Contract): readonly string[] {
  return Object.entries(contract).flatMap(([topic, entries]) =>
    Object.entries(entries).map(([name, { kind }]) => `${kind === 'call' ? '?' : '!'}${channel(topic, name)}`),
  );
}

/** The one place where a channel gets its name. */
export function channel(topic: string, name: string): string {
  return `${topic}.${name}`;
}
