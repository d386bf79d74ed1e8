import type { Journal } from './ports/journal';

/** The configuration that this device's journal named last. */
export async function lastConfiguration(journal: Journal): Promise<string | null> {
  let last: string | null = null;
  await journal.replay(({ code, data }) => {
    if (code === 'WORKSPACE-CHANGED' && typeof data['hash'] === 'string') last = data['hash'];
  });
  return last;
}
