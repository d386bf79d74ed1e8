import { createSignal } from '../../core/signal';
import type { BrokerLine } from '../../main/ports/broker-line';

/** A broker in memory: everybody hears everybody, and what was said can be said again. */
export class BareBroker {
  readonly said: string[] = [];
  private readonly heard = createSignal<{ readonly text: string; readonly from: object }>();

  /** Anybody at the broker may say anything. */
  say(text: string, from: object = {}): void {
    this.said.push(text);
    this.heard.emit({ text, from });
  }

  /** One console's line; `cut` breaks it, and the broker says farewell for it. */
  line(): BrokerLine & { cut(): void } {
    const texts = createSignal<string>();
    const turned = createSignal();
    const me = {};
    let farewell: string | null = null;
    this.heard.on(({ text, from }) => {
      if (from !== me && farewell !== null) texts.emit(text);
    });
    return {
      use: (broker, last) => {
        farewell = broker === null ? null : last;
        turned.emit();
      },
      send: (text) => {
        if (farewell !== null) this.say(text, me);
      },
      onText: texts.on,
      onState: turned.on,
      state: () => ({ state: farewell === null ? 'off' : 'up', problem: null }),
      cut: () => {
        const last = farewell;
        farewell = null;
        if (last !== null) this.say(last, me);
      },
      close: () => undefined,
    };
  }
}
