import { AuditedDesk } from './audited-desk';
import { LoopbackHosts } from './loopback-hosts';

/** Hosts and a desk for one bench; both are gone afterwards, whatever became of it. */
export async function withAuditedHosts<T>(
  count: number,
  scripts: Readonly<Record<string, string>>,
  work: (hosts: LoopbackHosts, desk: AuditedDesk) => Promise<T>,
  files: Readonly<Record<string, string>> = {},
): Promise<T> {
  const hosts = await LoopbackHosts.start(count);
  try {
    const desk = await AuditedDesk.open(hosts, scripts, files);
    try {
      return await work(hosts, desk);
    } finally {
      await desk.close();
    }
  } finally {
    await hosts.stop();
  }
}
