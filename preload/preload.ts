import { contextBridge, ipcRenderer } from 'electron';

// Exposes exactly the channels that the main process names for this window, each as a function of its own: there is no
// generic invoke, and no event object crosses. It knows the contract by name only: its schemas take longer to read than
// the window takes to paint, and both ends of the line parse anyway.
const flag = '--breakglass-channels=';
const named = process.argv.find((word) => word.startsWith(flag))?.slice(flag.length).split(',') ?? [];

const topics: Record<string, Record<string, unknown>> = {};
for (const word of named) {
  const channel = word.slice(1);
  const [topic = '', name = ''] = channel.split('.');
  const members = (topics[topic] ??= {});
  if (word.startsWith('!')) members[`on${name.charAt(0).toUpperCase()}${name.slice(1)}`] = listen(channel);
  else members[name] = (input: unknown) => ipcRenderer.invoke(channel, input);
}
contextBridge.exposeInMainWorld('breakglass', topics);

function listen(channel: string) {
  return (listener: (payload: unknown) => void): (() => void) => {
    const heard = (_event: unknown, payload: unknown): void => {
      listener(payload);
    };
    ipcRenderer.on(channel, heard);
    return () => {
      ipcRenderer.removeListener(channel, heard);
    };
  };
}
