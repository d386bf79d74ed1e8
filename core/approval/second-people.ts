import type { Person } from '../team/team';

/** A console of the team, as a possible second person's. */
export interface TeamConsole {
  /** `<operator>.<device>` */
  readonly writer: string;
  readonly person: string;
  readonly name: string;
  /** `x25519:BASE64`, or null. */
  readonly agree: string | null;
  /** Whether it may approve what `runner` wants to run. */
  readonly may: boolean;
}

/** Every console of the team, retired ones too: the second person is another operator, at a device that is in use. */
export function consolesFor(people: readonly Person[], runner: string): readonly TeamConsole[] {
  return people.flatMap(({ id, name, role, devices }) =>
    devices.map((device) => ({
      writer: `${id}.${device.id}`,
      person: id,
      name,
      agree: device.agree ?? null,
      may: role === 'operator' && id !== runner && device.retired !== true,
    })),
  );
}
