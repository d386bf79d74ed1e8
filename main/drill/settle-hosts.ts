import type { PretendHost } from './pretend-host';

/** What every pretend host looks like on a good day; the scenarios break it and the runbooks mend it. */
const goodDay: Readonly<Record<string, string>> = {
  'worker/status': 'serving\n',
  'worker/pid': '4711\n',
  'worker/queue': '3\n',
  'worker/worker.log': 'worker 4711 ready\n',
  'cache/entries': '18204\n',
  'cache/a.bin': 'cached\n',
  'cache/b.bin': 'cached\n',
};

export async function settleHosts(hosts: readonly PretendHost[]): Promise<void> {
  for (const host of hosts) {
    for (const [file, text] of Object.entries(goodDay)) await host.write(file, text);
  }
}
