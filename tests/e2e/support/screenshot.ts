import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';

const folder = join(import.meta.dirname, '../../../docs/screenshots');

/** Takes a picture for the documents, where asked: `BREAKGLASS_SCREENSHOTS=1 npm run e2e`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['BREAKGLASS_SCREENSHOTS'] !== '1') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
