import type { ForeignActs } from '../../main/ports/foreign-acts';

/** A console that is alone. */
export const noOthers: ForeignActs = { ready: Promise.resolve(), onForeign: () => () => undefined };
