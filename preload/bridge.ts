import { contextBridge, ipcRenderer } from 'electron';
import { channel, type Contract } from '../core/ipc/kit';

/** Exposes exactly this window's contract, call by call; there is no generic invoke, and no event object crosses. */
export function bridge(contract: Contract): void {
  const topics = Object.entries(contract).map(([topic, entries]): readonly [string, Readonly<Record<string, unknown>>] => [
    topic,
    Object.fromEntries(
      Object.entries(entries).map(([name, spec]): readonly [string, unknown] =>
        spec.kind === 'call'
          ? [name, (input: unknown) => ipcRenderer.invoke(channel(topic, name), input)]
          : [`on${name.charAt(0).toUpperCase()}${name.slice(1)}`, listen(channel(topic, name))],
      ),
    ),
  ]);
  contextBridge.exposeInMainWorld('breakglass', Object.fromEntries(topics));
}

function listen(name: string) {
  return (listener: (payload: unknown) => void): (() => void) => {
    const heard = (_event: unknown, payload: unknown): void => {
      listener(payload);
    };
    ipcRenderer.on(name, heard);
    return () => {
      ipcRenderer.removeListener(name, heard);
    };
  };
}
