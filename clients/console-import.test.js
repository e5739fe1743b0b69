'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { browse, launch } = require('./chromium');
const { look: lookAt } = require('./looks');
const operators = require('./operators');
const vestibule = require('./vestibule');

// Imports in the console, in Chromium: a file is uploaded, its columns are said, it is tried, imported and removed; axe-core finds nothing on
// any page, light or dark; nothing is forbidden by the pages' own policy.

const look = (page, name) => lookAt(page, `console-${name}`);

let provider;
let chromium;
let browser;

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
  browser = await browse(chromium);
  await operators.signedIn(provider, browser.page, 'importer@example.com');
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const button = (name) => browser.page.getByRole('button', { name, exact: true });
const link = (name) => browser.page.getByRole('link', { name, exact: true });

test('a file is uploaded, tried and imported, and the page follows by itself', async () => {
  const { page, faults } = browser;
  await link('Import').click();
  await page.getByText('Nothing was imported here lately.').waitFor();
  await look(page, 'imports-none');
  const lines = Array.from({ length: 30_000 }, (_, i) => `browser${i}@example.com,Ann`).join('\n');
  await page.getByLabel('File').setInputFiles(file('customers.csv', `E-Mail,first name\n${lines}\nbad,Bob\n`));
  await button('Upload').click();
  await page.getByText('Say what these columns are: E-Mail, first name.').waitFor();
  await look(page, 'import-columns');
  await link('How it is read').click();
  assert.equal(await page.getByLabel('E-Mail').inputValue(), 'email', 'the field of the same letters is suggested');
  await look(page, 'import-options');
  await button('Save').click();
  await button('Dry run').click();
  await link('Start').waitFor({ timeout: 60_000 });
  await page.getByText('Would be imported').waitFor();
  await link('Remove').waitFor();
  await look(page, 'import-checked');
  await link('Start').click();
  await page.getByLabel('Why?').waitFor();
  await look(page, 'import-start');
  await page.getByLabel('Why?').fill('moving in');
  await page.keyboard.press('Enter');
  // A connection that is away for a while stops nothing: what the page asks next is answered again
  await page.context().setOffline(true);
  await page.waitForEvent('requestfailed');
  await page.context().setOffline(false);
  await page.getByText(': done.').waitFor({ timeout: 60_000 });
  assert.match(await page.locator('#live').innerText(), /Imported\s+30000[\s\S]*Refused\s+1/);
  await look(page, 'import-done');
  const [errors] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'the lines, with the reasons' }).first().click(),
  ]);
  assert.match(errors.suggestedFilename(), /^import-\d+\.errors\.csv$/);
  await link('Import').click();
  await link('customers.csv').waitFor();
  await look(page, 'imports');
  assert.deepEqual(
    faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED')),
    [],
  );
  faults.length = 0;
});

test('by the keyboard alone an import is removed', async () => {
  const { page, faults } = browser;
  await page.getByLabel('File').setInputFiles(file('wrong.csv', 'email\nwrong@example.com\n'));
  await button('Upload').focus();
  await page.keyboard.press('Enter');
  await link('Remove').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Why?').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'reason', 'one can type at once');
  await page.keyboard.type('the wrong file');
  await page.keyboard.press('Enter');
  await page.getByText('The import was removed.').waitFor();
  assert.deepEqual(faults, []);
});
