import { networkInterfaces } from 'node:os';
import type { Network } from '../../ports/network';

/** Looks at the interfaces; it sends nothing anywhere. */
export function createSystemNetwork(): Network {
  return {
    connected: () => Object.values(networkInterfaces()).some((addresses) => addresses?.some((address) => !address.internal) === true),
  };
}
