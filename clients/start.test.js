'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { browse, launch } = require('./chromium');
const { look } = require('./looks');
const vestibule = require('./vestibule');

// What test mode shows first, in Chromium: the root page leads to all that there is to try, the dev inbox is live, and a test reads it as JSON
// and as events. axe-core finds nothing, light or dark; nothing is forbidden by the pages' own policy.

let provider;
let chromium;

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

/** Has a link mailed. */
async function mail(email) {
  const { status } = await fetch(`${provider.url}/api/rest/portal/passwordless-access`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, url: 'http://localhost:5173/welcome' }),
  });
  assert.equal(status, 201);
}

test('the root page leads to all that there is to try', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(provider.url);
  await look(page, 'start');
  const links = await page.locator('main a').evaluateAll((all) => all.map(({ href }) => href));
  for (const path of ['/demo', '/sign-in/1', '/register/1', '/account/1', '/console', '/dev/inbox', '/docs']) {
    assert.ok(links.includes(`${provider.url}${path}`), `${path} isn't among ${links}`);
  }
  for (const link of links) {
    const status = (await page.request.get(link)).status();
    assert.ok([200, 401].includes(status), `${link} answers ${status}`);
  }
  assert.deepEqual(faults, []);
  await close();
});

test('the list of the API reference, and each document without a script', async () => {
  const { page, faults, close } = await browse(chromium, { javaScriptEnabled: false });
  await page.goto(`${provider.url}/docs`);
  for (const title of ['Sonar', 'LogicBoxes', 'Keaze', 'Vestibule admin API']) {
    await page.getByRole('link', { name: title }).first().click();
    const document = page.locator('noscript a');
    assert.equal((await page.request.get(new URL(await document.getAttribute('href'), page.url()).href)).status(), 200);
    await page.goBack();
  }
  assert.deepEqual(faults, []);
  await close();
  const seen = await browse(chromium);
  await seen.page.goto(`${provider.url}/docs`);
  await look(seen.page, 'docs-list');
  await seen.close();
});

test('the dev inbox shows a mail as it comes, in the reader’s zone, and finds it', async () => {
  const { page, faults, close } = await browse(chromium, { timezoneId: 'Asia/Kolkata' });
  await page.goto(`${provider.url}/dev/inbox`);
  await page.getByText('Nothing yet.').waitFor();
  await look(page, 'inbox-none');
  await mail('first.mail@example.com');
  const shown = page.locator('article', { hasText: 'first.mail@example.com' });
  await shown.waitFor();
  const at = await shown.locator('time').getAttribute('datetime');
  const expected = new Date(at).toLocaleString('en-GB', { timeZone: 'Asia/Kolkata' });
  assert.equal(await shown.locator('time').textContent(), expected);
  await look(page, 'inbox');
  await page.getByRole('searchbox').fill('nobody at all');
  await page.getByText('Nothing with these words.').waitFor();
  await page.getByRole('searchbox').fill('FIRST.mail');
  await shown.waitFor();
  assert.match(page.url(), /q=FIRST.mail/);
  assert.deepEqual(faults, []);
  await close();
});

test('a test hears of a mail by events as a page does, and reads it as JSON', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/dev/inbox`);
  await page.evaluate(() => {
    window.heard = new Promise((resolve) => {
      const events = new EventSource('/dev/inbox/events?q=second.mail@example.com');
      events.addEventListener('mail', ({ data, lastEventId }) => resolve({ ...JSON.parse(data), lastEventId }));
    });
  });
  await mail('second.mail@example.com');
  const heard = await page.evaluate(() => window.heard);
  assert.equal(heard.to, 'second.mail@example.com');
  assert.equal(heard.lastEventId, String(heard.id));
  const { mails } = await (await fetch(`${provider.url}/dev/inbox.json?q=second.mail@example.com`)).json();
  const { lastEventId, ...mailed } = heard;
  assert.deepEqual(mails, [mailed]);
  assert.deepEqual(faults, []);
  await close();
});
