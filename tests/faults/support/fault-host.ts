import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../../core/runbook/plan';
import { Sshd } from '../../lab/support/sshd';
import { ThrowawayHost, throwawayMissing } from '../../lab/support/throwaway-host';

export type HostFault = 'session killed' | 'server killed' | 'peer frozen' | 'network cut off' | 'disk full' | 'host rebooted';

/** A host that faults happen to, and what happened to it: some outcomes are only true after some faults. */
export interface FaultHost {
  readonly address: string;
  readonly port: number;
  /** A file outside the host's disk that steps write to and that can be read from here. */
  readonly counter: string;
  readonly faults: readonly HostFault[];
  /** How often it was rebooted, and how often its disk was full. */
  readonly reboots: () => number;
  readonly full: () => number;
  target(overrides: Partial<Target>): Target;
  /** Called after a reboot: the way there notices, where TCP alone would need minutes. */
  readonly onReboot: (listener: () => void) => void;
  /** Brings a fault about and, after `ms`, what is needed to go on. */
  strike(fault: HostFault, ms: number): Promise<void>;
  starts(): string[];
  stop(): Promise<void>;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function read(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

/** Where namespaces are to be had, a host that everything can happen to; elsewhere a server of this machine. */
export async function faultHost(): Promise<FaultHost> {
  return throwawayMissing === null ? throwaway() : plain();
}

async function throwaway(): Promise<FaultHost> {
  const host = await ThrowawayHost.start({ network: true, disk: '3m' });
  const counter = join(host.folder, 'starts');
  let reboots = 0;
  let full = 0;
  const told: (() => void)[] = [];
  let busy = Promise.resolve();
  const act = async (fault: HostFault, ms: number): Promise<void> => {
    switch (fault) {
      case 'session killed':
        host.killSessions();
        return;
      case 'server killed':
        host.killServer();
        await wait(ms);
        await host.startServer();
        return;
      case 'peer frozen':
        host.freeze();
        await wait(ms);
        host.thaw();
        return;
      case 'network cut off':
        host.drop();
        await wait(ms);
        host.undrop();
        return;
      case 'disk full':
        full += 1;
        host.fillDisk();
        await wait(ms);
        host.freeDisk();
        return;
      case 'host rebooted':
        reboots += 1;
        await host.reboot();
        for (const tell of told) tell();
    }
  };
  return {
    address: host.address,
    port: host.port,
    counter,
    faults: ['session killed', 'server killed', 'peer frozen', 'network cut off', 'disk full', 'host rebooted'],
    reboots: () => reboots,
    full: () => full,
    onReboot: (listener) => {
      told.push(listener);
    },
    target: (overrides) => host.target(overrides),
    // One after the other: a server that is being started anew cannot be frozen as well.
    strike: (fault, ms) => (busy = busy.then(() => act(fault, ms))),
    starts: () => read(counter),
    stop: async () => {
      await busy;
      await host.stop();
    },
  };
}

async function plain(): Promise<FaultHost> {
  const sshd = await Sshd.start();
  const counter = join(sshd.folder, 'starts');
  return {
    address: '127.0.0.1',
    port: sshd.port,
    counter,
    faults: ['session killed'],
    reboots: () => 0,
    full: () => 0,
    onReboot: () => undefined,
    target: (overrides) => sshd.target(overrides),
    strike: async () => {
      sshd.killSessions();
    },
    starts: () => read(counter),
    stop: () => sshd.stop(),
  };
}
