import { dialog, shell, type BrowserWindow } from 'electron';
import { fail, ok, type Result } from '../../core/errors';

/** Opens an https address in the user's browser, after showing the whole of it and asking. */
export async function openLink(window: BrowserWindow, text: string): Promise<Result<void>> {
  const address = URL.canParse(text) ? new URL(text) : null;
  // SECURITY: https only, parsed here and not where the text came from.
  if (address?.protocol !== 'https:' || address.username !== '' || address.password !== '') {
    return fail('bad-input', { what: 'link', why: 'https' });
  }
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: address.host,
    detail: address.href,
    buttons: ['Cancel', 'Open'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response !== 1) return fail('cancelled', {});
  await shell.openExternal(address.href);
  return ok(undefined);
}
