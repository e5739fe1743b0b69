'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { browse, launch, signIn } = require('./chromium');
const operators = require('./operators');
const vestibule = require('./vestibule');

// The README's pictures of our pages, in target/screenshots/readme. clients/screenshots puts them into docs/images.

const ROOT = path.join(__dirname, '..');
const FOLDER = path.join(__dirname, 'target', 'screenshots', 'readme');
const LARGEST = 60 * 1024;
const PHONE = { viewport: { width: 390, height: 560 }, deviceScaleFactor: 1.25 };
const DESK = { viewport: { width: 1024, height: 540 } };

let provider;
let chromium;

before(async () => {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

async function take(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(FOLDER, `${name}-${colorScheme}.png`) });
  }
}

test('the sign-in and the account', async () => {
  const { page, close } = await browse(chromium, PHONE);
  await page.goto(`${provider.url}/sign-in/1`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await take(page, 'sign-in');
  await signIn(page);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await take(page, 'account');
  await close();
});

/** What a busy minute leaves: some sign in, some mistype their password, until it locks them. */
async function signIns() {
  const call = (path, body, headers = {}) =>
    fetch(`${provider.inner}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  for (let i = 0; i < 24; i++) {
    await call('/api/rest/portal/password-login', { email: 'john.doe@example.com', password: 'correct horse 9' });
    await call(
      '/api/v1/customer_portal/auth',
      { username: 'testtest123', password: 'correct horse 9' },
      { Authorization: `Basic ${btoa('demo:demo-secret')}` },
    );
  }
  for (let i = 0; i < 5; i++) await call('/api/rest/portal/password-login', { email: 'jane.doe@example.com', password: 'mistyped' });
}

test('the console: the overview on a desk, why somebody is refused on a phone', async () => {
  const { page, context, close } = await browse(chromium, DESK);
  await operators.signedIn(provider, page);
  await signIns();
  await page.goto(`${provider.url}/console?range=hour`);
  await page.getByText('Live.').waitFor();
  await page.locator('.figures li', { hasText: 'Locks' }).getByText('1', { exact: true }).first().waitFor();
  await take(page, 'console');
  const phone = await browse(chromium, { ...PHONE, deviceScaleFactor: 1, storageState: await context.storageState() });
  await phone.page.goto(`${provider.url}/console/why`);
  await phone.page.getByLabel('URL, mailed link').fill('jane.doe@example.com');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText('Locked').first().waitFor();
  await phone.page.locator('#found').evaluate((heading) => heading.scrollIntoView());
  await take(phone.page, 'console-why');
  await phone.close();
  await close();
});

test('the README shows each of them in light and dark, and none is large', () => {
  const shown = [...fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8').matchAll(/docs\/images\/([\w-]+\.png)/g)].map(([, name]) => name);
  assert.deepEqual(fs.readdirSync(FOLDER).sort(), shown.sort());
  for (const name of shown) {
    assert.ok(fs.statSync(path.join(FOLDER, name)).size <= LARGEST, name);
  }
});
