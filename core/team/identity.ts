import { parsePublicKey } from './public-key';
import type { Me, Person } from './team';

/** The key that this console signs with. */
export interface Signing {
  readonly keyId: string;
  readonly publicKey: string;
  readonly kind: Me['signer'];
}

/**
 * Who sits here, by the key (decisions.md 3): the person whose device is listed with it and not retired, else nobody.
 * A session key is nobody's; with `claimed`, a person id, it stands for that person without being vouched for
 * (decisions.md 2: whether such a console may run is a policy, which the runner asks).
 */
export function identify(people: readonly Person[], signing: Signing, device: string, claimed: string | null): Me {
  const shared = { keyId: signing.keyId, publicKey: signing.publicKey, signer: signing.kind };
  for (const person of people) {
    const mine = person.devices.find((own) => own.retired !== true && parsePublicKey(own.sign)?.keyId === signing.keyId);
    if (mine !== undefined) {
      return { ...shared, person: person.id, name: person.name, role: person.role, device: mine.id, vouched: signing.kind !== 'session' };
    }
  }
  const self = signing.kind === 'session' ? people.find((person) => person.id === claimed) : undefined;
  return {
    ...shared,
    person: self?.id ?? null,
    name: self?.name ?? '',
    role: self?.role ?? null,
    device,
    vouched: false,
  };
}
