import type { Locator, Page } from 'playwright';

/** Presses what ends a window, and waits until it is gone: often that is before the click itself is over. */
export async function closeBy(window: Page, button: Locator): Promise<void> {
  const closed = window.waitForEvent('close');
  await Promise.allSettled([button.click()]);
  await closed;
}
