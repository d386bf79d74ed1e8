import { describe, expect, it } from 'vitest';
import { startPretendAlertmanager } from '../../main/drill/pretend-alertmanager';
import { afterThisTest, newDevice, startApp } from './support/app';
import { ask, must } from './support/desk';
import { until } from './support/until';
import { createWorkspace, listenTo } from './support/workspace';

const act = 'window.__pwned=1';

/** Each would run, load or open something wherever it became markup, a link, a style or a template. */
const payloads: readonly string[] = [
  `<script>${act}</script>`,
  `<script src="https://example.com/x.js"></script>`,
  `<img src=x onerror=${act}>`,
  `<img src=https://example.com/pixel.png>`,
  `<svg onload=${act}>`,
  `<svg><script>${act}</script></svg>`,
  `<svg><animate onbegin=${act} attributeName=x dur=1s>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${act}&gt;">`,
  `<iframe src="javascript:${act}"></iframe>`,
  `<iframe srcdoc="<script>parent.${act}</script>"></iframe>`,
  `<object data="javascript:${act}"></object>`,
  `<embed src="javascript:${act}">`,
  `<body onload=${act}>`,
  `<details open ontoggle=${act}>`,
  `<video><source onerror=${act}></video>`,
  `<audio src=x onerror=${act}>`,
  `<input autofocus onfocus=${act}>`,
  `<select autofocus onfocus=${act}>`,
  `<marquee onstart=${act}>`,
  `<a href="javascript:${act}">click</a>`,
  `<form action="javascript:${act}"><button>go</button></form>`,
  `<base href="https://example.com/">`,
  `<meta http-equiv="refresh" content="0;url=https://example.com/">`,
  `<link rel=stylesheet href="https://example.com/x.css">`,
  `<style>@import "https://example.com/x.css";*{display:none}</style>`,
  `<webview src="https://example.com" nodeintegration></webview>`,
  `<template shadowrootmode=open><img src=x onerror=${act}></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${act}>">`,
  `"><img src=x onerror=${act}>`,
  `'-${act}-'`,
  `\${${act}}`,
  `{{constructor.constructor('${act}')()}}`,
  `javascript:${act}`,
  `data:text/html,<script>${act}</script>`,
  `&lt;img src=x onerror=${act}&gt;`,
  `]]><script>${act}</script>`,
  `\u202e<tpircs>`,
  `\u0000<script>${act}</script>`,
  `\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007`,
  `\u001b]0;owned\u0007`,
  `[click](javascript:${act})`,
  `__proto__`,
  `<x onclick=${act} style=position:fixed;inset:0>`,
  `${'a'.repeat(20_000)}`,
];

describe('hostile text in alerts', () => {
  it('is shown as text, wherever it stands, and reaches nothing', async () => {
    const alertmanager = await startPretendAlertmanager(Date.now);
    afterThisTest(() => alertmanager.stop());
    payloads.forEach((payload, at) => {
      alertmanager.fire(
        { alertname: payload, severity: 'critical', instance: payload, number: String(at), [`weird"><img src=x onerror=${act}> ${String(at)}`]: payload },
        { summary: `#${String(at)} ${payload}`, description: payload, runbook_url: payload },
      );
    });
    const app = await startApp(newDevice());
    const { page, electron } = app;
    const requests: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('app://console/')) requests.push(request.url());
    });
    const folder = await createWorkspace(app);
    listenTo(folder, alertmanager.url);
    const whole = { offset: 0, limit: 500, search: '', showClosed: false };
    await until('every alert is there', async () => must(await ask(page, 'alerts', 'page', whole)).total === payloads.length);

    const detail = page.getByRole('region', { name: 'Alert under the cursor' });
    await page.getByRole('option').first().waitFor();
    for (let seen = 0; seen < payloads.length; seen += 1) {
      await page.keyboard.press('j');
      if (seen % 7 === 0) await detail.getByRole('heading', { level: 2 }).first().waitFor();
    }
    for (const at of [0, 2, 8, 25, 37]) {
      await page.getByRole('searchbox', { name: 'Search' }).fill(`number="${String(at)}"`);
      const option = page.getByRole('option').first();
      await until('the search found it', async () => (await page.getByRole('option').count()) === 1);
      await option.click();
      const visible = (payloads[at] ?? '').replace('\u0000', '').slice(0, 40);
      await until(`payload ${String(at)} is shown as text`, async () => (await detail.innerText()).includes(visible));
    }
    // Where text goes beside the list: the reason of a ring, the palette, a case, the journal.
    await page.getByRole('searchbox', { name: 'Search' }).fill('number="2"');
    await page.keyboard.press('Escape');
    await page.keyboard.press('!');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('img');
    await page.keyboard.press('Escape');
    for (const letter of ['c', 'j', 'a']) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await page.waitForTimeout(200);
    }

    const harm = await page.evaluate(() => ({
      pwned: (window as unknown as { __pwned?: unknown }).__pwned ?? null,
      polluted: Object.keys(Object.prototype),
      markup: document.querySelectorAll('iframe, object, embed, webview, img, video, audio, form[action], base, a[href^="javascript:"], marquee, meta[http-equiv=refresh]').length,
      title: document.title,
    }));
    expect(harm).toEqual({ pwned: null, polluted: [], markup: 0, title: 'Breakglass' });
    expect(requests).toEqual([]);
    expect(electron.windows()).toHaveLength(1);
  });
});
