/** How far apart two readings of one moment of boot may be, in tens of seconds: the wall clock is corrected while a laptop runs. */
const tolerance = 30;

/**
 * Whether a process that was written down under one boot id may still run under another. Linux names its boots. Where a
 * process's start is told exactly, that alone decides. On Windows the id is the moment of boot by the wall clock, which
 * moves: an exact comparison would take a console that lives for a dead one, and open a second one beside it.
 */
export function sameBoot(platform: NodeJS.Platform, one: string, other: string): boolean {
  switch (platform) {
    case 'linux':
      return one === other;
    case 'win32': {
      const [hostOfOne, bootOfOne] = parts(one);
      const [hostOfOther, bootOfOther] = parts(other);
      return one === other || (hostOfOne === hostOfOther && Math.abs(bootOfOne - bootOfOther) <= tolerance);
    }
    default:
      return true;
  }
}

/** As system-clock.ts writes it: the host, and tens of seconds since the epoch, in base 36. */
function parts(boot: string): readonly [host: string, bootedAt: number] {
  const dash = boot.lastIndexOf('-');
  return [boot.slice(0, Math.max(0, dash)), parseInt(boot.slice(dash + 1), 36)];
}
