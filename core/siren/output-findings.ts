import { explain, type Result } from '../errors';
import type { Finding } from '../runbook/runbook';
import { sirensFileSchema } from '../workspace/files';
import { didYouMean, finding, quoted } from '../workspace/finding';
import { readYaml } from '../workspace/read-yaml';
import type { SoundOutputs } from './sound-output';

/**
 * Sirens of sirens.yaml that are to play through an output which this machine does not have, or cannot be told. A
 * warning: the next person's laptop has other outputs.
 * @param kinds the drivers whose `device` is an output of this machine
 * @param ask asked once, and only where an entry names one
 */
export async function outputFindings(text: string, kinds: ReadonlySet<string>, ask: () => Promise<Result<SoundOutputs>>): Promise<Finding[]> {
  const reading = readYaml('sirens.yaml', text, sirensFileSchema);
  const named = (reading.value?.sirens ?? []).flatMap(({ id, driver, config }, index) => {
    const { device } = config;
    return kinds.has(driver) && typeof device === 'string' ? [{ id, device, place: reading.locate(['sirens', index, 'config', 'device']) }] : [];
  });
  if (named.length === 0) return [];
  const known = await ask();
  return named.flatMap(({ id, device, place }) => {
    const siren = quoted(id);
    if (!known.ok) {
      const { message, hint } = explain(known.error, 'en');
      const ko = explain(known.error, 'ko');
      return [finding(place, 'output-unsure', { siren, why: { en: message, ko: ko.message } }, { en: hint, ko: ko.hint })];
    }
    const names = known.value.outputs.map(({ name }) => name);
    if (names.includes(device)) return [];
    return [finding(place, 'output-unknown', { siren, name: quoted(device) }, didYouMean(device, names))];
  });
}
