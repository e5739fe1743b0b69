'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { browse, launch, signIn } = require('./chromium');
const vestibule = require('./vestibule');

// The README's pictures of our pages, in target/screenshots/readme. clients/screenshots puts them into docs/images.

const ROOT = path.join(__dirname, '..');
const FOLDER = path.join(__dirname, 'target', 'screenshots', 'readme');
const LARGEST = 60 * 1024;
/** Of a phone. */
const SCREEN = { viewport: { width: 390, height: 560 }, deviceScaleFactor: 1.25 };

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

test('the README shows the sign-in and the account, in light and dark, and none is large', async () => {
  const { page, close } = await browse(chromium, SCREEN);
  await page.goto(`${provider.url}/sign-in/1`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await take(page, 'sign-in');
  await signIn(page);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await take(page, 'account');
  await close();

  const shown = [...fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8').matchAll(/docs\/images\/([\w-]+\.png)/g)].map(([, name]) => name);
  assert.deepEqual(fs.readdirSync(FOLDER).sort(), shown.sort());
  for (const name of shown) {
    assert.ok(fs.statSync(path.join(FOLDER, name)).size <= LARGEST, name);
  }
});
