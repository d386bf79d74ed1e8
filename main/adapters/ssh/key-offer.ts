import { ok, type Result } from '../../../core/errors';
import type { HostKeyOffer, HostView } from '../../../core/host/host';
import type { Target } from '../../../core/runbook/plan';
import { fingerprint, keyLine, knownState, verdict } from './host-key-verdict';
import { keyType } from './known-hosts';
import type { LinePool } from './line-pool';

/** What key a host offers now, against what is expected; hangs up before any byte of authentication. */
export async function offerOf(pool: LinePool, target: Target, jumps: readonly Target[]): Promise<Result<HostKeyOffer>> {
  const expected = await pool.expected(target);
  if (!expected.ok) return expected;
  const offered = await pool.offered(target, jumps, expected.value);
  if (!offered.ok) return offered;
  return ok({
    host: target.name,
    type: keyType(offered.value) ?? 'unknown',
    fingerprint: fingerprint(offered.value),
    key: keyLine(offered.value),
    state: verdict(expected.value, offered.value).state,
    expected: [...knownState(expected.value).fingerprints],
  });
}

/** What is known of a host's key, without the network. */
export async function knownOf(pool: LinePool, target: Target): Promise<HostView['key']> {
  const expected = await pool.expected(target);
  return expected.ok ? knownState(expected.value) : { state: 'unchecked', source: 'none', fingerprints: [] };
}
