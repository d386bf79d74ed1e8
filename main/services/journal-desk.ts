import { ok, type Result } from '../../core/errors';
import type { VerifyReport } from '../../core/journal/entry';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';

type Page = Awaited<ReturnType<Journal['page']>>;

/** The Journal screen and `breakglass journal`: reading, verifying, witnessing. */
export class JournalDesk {
  constructor(private readonly journal: Journal) {}

  async page(query: Parameters<Journal['page']>[0]): Promise<Result<Page>> {
    return ok(await this.journal.page(query));
  }

  async verify(): Promise<Result<VerifyReport>> {
    return ok(await this.journal.verify());
  }

  /**
   * Writes down the head of every other journal that holds and has grown since we last said so; how many were written.
   * From then on, whoever rewrites that history collides with this entry.
   */
  async witness(): Promise<Result<number>> {
    const own = this.journal.status().writer;
    const seen = await this.lastSeen();
    const report = await this.journal.verify();
    let written = 0;
    for (const { writer, ok: holds, entries, head } of report.writers) {
      if (writer === own || !holds || entries === 0 || seen.get(writer) === head) continue;
      const receipt = await this.journal.append('WITNESS', { writer, seq: entries, hash: head });
      if (!receipt.ok) return receipt;
      written += 1;
    }
    return ok(written);
  }

  onChanged(listener: (change: { readonly seq: number }) => void): Cancel {
    return this.journal.onAppend(({ seq }) => listener({ seq }));
  }

  private async lastSeen(): Promise<ReadonlyMap<string, string>> {
    const seen = new Map<string, string>();
    await this.journal.replay(({ code, data }) => {
      const { writer, hash } = data;
      if (code === 'WITNESS' && typeof writer === 'string' && typeof hash === 'string') seen.set(writer, hash);
    });
    return seen;
  }
}
