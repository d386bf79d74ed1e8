/** Whether this machine has a way to any other. */
export interface Network {
  /** False while no interface but loopback has an address. */
  connected(): boolean;
}
