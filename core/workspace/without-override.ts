import { isNode, isSeq } from 'yaml';
import { fail, ok, type Result } from '../errors';
import { dutyFileSchema, type OverrideEntry } from './files';
import { parseYaml, readYaml } from './read-yaml';

/**
 * The text of duty.yaml without an override, the last one where it stands there twice; everything else stays as it was.
 * A comment above the entry is somebody's word and stays; one on its own line went with it.
 */
export function withoutOverride(text: string, override: OverrideEntry): Result<string> {
  const before = readYaml('duty.yaml', text, dutyFileSchema);
  const [problem] = before.findings;
  if (problem !== undefined) return fail('workspace-edit-refused', { file: 'duty.yaml', what: problem.message.en });
  const { document } = parseYaml(text);
  const entries: unknown = document.get('overrides', true);
  const { who, from, to } = override;
  const nth = (before.value?.overrides ?? []).findLastIndex((each) => isSame(each, override));
  if (!isSeq(entries) || nth === -1) return fail('swap-not-there', { who, from, to });
  const [gone] = entries.items.splice(nth, 1);
  const above = isNode(gone) ? (gone.commentBefore ?? '') : '';
  if (above !== '') {
    const next = entries.items[nth];
    if (isNode(next)) next.commentBefore = [above, next.commentBefore ?? ''].filter((each) => each !== '').join('\n');
    else entries.comment = [above, entries.comment ?? ''].filter((each) => each !== '').join('\n');
  }
  // An empty list is written as `[]`.
  if (entries.items.length === 0) entries.flow = true;
  const after = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  const [wrong] = readYaml('duty.yaml', after, dutyFileSchema).findings;
  return wrong === undefined ? ok(after) : fail('workspace-edit-refused', { file: 'duty.yaml', what: wrong.message.en });
}

function isSame(one: OverrideEntry, two: OverrideEntry): boolean {
  return one.who === two.who && one.from === two.from && one.to === two.to && one.why === two.why;
}
