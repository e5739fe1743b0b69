'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { browse, launch } = require('./chromium');
const { look: lookAt } = require('./looks');
const operators = require('./operators');
const vestibule = require('./vestibule');

// Portals in the console, in Chromium: each form, by axe-core too; previews that follow what is typed; and all of it without a script.

const look = (page, name) => lookAt(page, `console-portals-${name}`);

let provider;
let chromium;
let browser;

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
  browser = await browse(chromium);
  await operators.signedIn(provider, browser.page);
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

const button = (page, name) => page.getByRole('button', { name, exact: true });

/** What the frame shows of a mail. */
const preview = (page) => page.frameLocator('iframe[name=preview]');

/** Does what the preview follows, until that has its answer: a frame that is just replaced can't be looked into. */
const previewed = (page, act) => Promise.all([page.waitForResponse((response) => response.url().endsWith('/preview')), act()]);

/** A logo. */
async function picture() {
  const drawn = await browser.context.newPage();
  await drawn.setContent('<p style="display: inline-block; margin: 0; font: bold 48px sans-serif; color: #7a4b00">Example</p>');
  const file = await drawn.locator('p').screenshot();
  await drawn.close();
  return file;
}

test('a portal is made, and its settings are changed by the keyboard alone', async () => {
  const { page, faults } = browser;
  await page.goto(`${provider.url}/console/portals`);
  await page.getByRole('link', { name: 'Add a portal' }).click();
  await look(page, 'add');
  await page.getByLabel('Name').fill('North');
  await page.getByLabel('Why?').fill('a new customer base');
  await page.keyboard.press('Enter');
  await page.getByText('The portal is made.').waitFor();
  await look(page, 'made');
  await page.getByRole('link', { name: 'Change Name, mail and answers' }).press('Enter');
  await page.getByLabel('Sender of mail').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'name', 'one can type at once');
  await look(page, 'settings');
  await page.getByLabel('Sender of mail').fill('nonsense');
  await page.getByLabel('Why?').fill('its own sender');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await look(page, 'settings-refused');
  await page.getByLabel('Sender of mail').fill('North <north@example.com>');
  await page.getByLabel('Hardened answers').press('Space');
  await button(page, 'Save').press('Enter');
  await page.getByText('The settings are changed.').waitFor();
  await page.getByText('North <north@example.com>').waitFor();
  assert.deepEqual(faults, []);
});

test('a brand is previewed as one types, and stored with its logo', async () => {
  const { page, faults } = browser;
  await page.goto(`${provider.url}/console/portals/1/brand`);
  await preview(page).getByText('Your sign-in link for Demo portal').waitFor();
  await previewed(page, () => page.getByLabel('Accent colour').fill('#b00020'));
  await preview(page).frameLocator('iframe').locator('td[bgcolor="#b00020"]').waitFor();
  await previewed(page, () => page.getByLabel('In', { exact: true }).selectOption('fr'));
  await preview(page).getByText('Votre lien de connexion').waitFor();
  const logo = { name: 'logo.png', mimeType: 'image/png', buffer: await picture() };
  await previewed(page, () => page.getByLabel('Logo', { exact: true }).setInputFiles(logo));
  await preview(page).frameLocator('iframe').locator('img[alt="Demo portal"]').waitFor();
  await look(page, 'brand');
  await previewed(page, () => page.getByLabel('Accent colour').fill('red'));
  await preview(page).getByText('The accent colour must be #').waitFor();
  await page.getByLabel('Accent colour').fill('#b00020');
  await page.getByLabel('Why?').fill('rebrand');
  await button(page, 'Save').click();
  await page.getByText('The brand is changed.').waitFor();
  await look(page, 'branded');
  assert.deepEqual(faults, []);
});

test('a mail has words of the portal’s own, and is sent to try it', async () => {
  const { page, faults } = browser;
  await page.goto(`${provider.url}/console/portals/1`);
  await page.getByRole('link', { name: 'what each mail says' }).click();
  await look(page, 'mails');
  await page.getByRole('link', { name: 'ours: Reset, in de' }).click();
  await preview(page).getByText('Neues Passwort für Demo portal wählen').waitFor();
  await previewed(page, () => page.getByLabel('Subject').fill('Ihr Schlüssel zu {portal}'));
  await preview(page).getByText('Ihr Schlüssel zu Demo portal').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'subject', 'the focus stays where one types');
  await look(page, 'mail');
  await button(page, 'Send it to me').click();
  await page.getByText('The mail server took the mail to ann@example.com.').waitFor();
  const inbox = await (await fetch(`${provider.inner}/dev/inbox.json?q=ann%40example.com`)).json();
  assert.equal(inbox.mails[0].subject, 'Ihr Schlüssel zu Demo portal');
  await page.getByLabel('Why?').first().fill('tone');
  await button(page, 'Save').click();
  await page.getByText('The next mail has these words.').waitFor();
  await look(page, 'mail-own');
  await page.getByLabel('Why?').last().fill('ours is fine');
  await button(page, 'Drop the portal\'s own words').click();
  await page.getByText('The next mail has our words again.').waitFor();
  assert.deepEqual(faults, []);
});

test('a schema is checked, a URL is tried, passkeys and upstream have their pages', async () => {
  const { page, faults } = browser;
  await page.goto(`${provider.url}/console/portals/1/profile`);
  await page.getByLabel('Schema').fill('{\n"type": "object",\n"properties": {"tier": {"enum": 7}}\n}');
  await button(page, 'Check').click();
  await page.getByText('(line 3)').waitFor();
  await look(page, 'profile-refused');
  await page.getByLabel('Schema').fill('{"properties": {"tier": {"enum": ["gold"]}}}');
  await page.getByLabel('A profile to try it with').fill('{"tier": "silver"}');
  await button(page, 'Check').click();
  await page.getByText('The selected tier is invalid.').waitFor();
  await look(page, 'profile');
  await page.goto(`${provider.url}/console/portals/1`);
  await page.getByLabel('Is this URL allowed?').fill('https://portal.example.com:8443/in');
  await button(page, 'Test').click();
  await page.getByText('the port is 8443, not the usual one').waitFor();
  await look(page, 'url');
  await page.goto(`${provider.url}/console/portals/1/passkeys`);
  await look(page, 'passkeys');
  await page.goto(`${provider.url}/console/portals/1/upstream`);
  await look(page, 'upstream');
  assert.deepEqual(faults, []);
});

test('a page is light: three requests and 60 KiB at most, with nothing cached', async () => {
  const storageState = await browser.page.context().storageState();
  for (const part of ['/add', '/2', '/2/settings', '/2/brand', '/2/passkeys', '/2/mails', '/2/mails/sign-in/en', '/2/profile', '/2/upstream']) {
    const context = await chromium.newContext({ ignoreHTTPSErrors: true, storageState });
    const page = await context.newPage();
    const finished = [];
    page.on('requestfinished', (request) => finished.push(request.sizes()));
    await page.goto(`${provider.url}/console/portals${part}`, { waitUntil: 'networkidle' });
    const sizes = await Promise.all(finished);
    const bytes = sizes.reduce((sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize, 0);
    assert.ok(sizes.length <= 3, `${part} takes ${sizes.length} requests`);
    assert.ok(bytes <= 60 * 1024, `${part} takes ${bytes} bytes`);
    await context.close();
  }
});

test('without a script the same pages do the same', async () => {
  const context = await chromium.newContext({
    ignoreHTTPSErrors: true,
    javaScriptEnabled: false,
    storageState: await browser.page.context().storageState(),
  });
  const page = await context.newPage();
  await page.goto(`${provider.url}/console/portals/1/mails/code/en`);
  await page.getByLabel('Subject').fill('Six figures for {portal}');
  await button(page, 'Preview').click();
  await preview(page).getByText('Six figures for Demo portal').waitFor();
  await page.goto(`${provider.url}/console/portals/1/brand`);
  await page.getByLabel('Without a logo').check();
  await page.getByLabel('Accent colour').fill('#0a5');
  await button(page, 'Preview').click();
  await preview(page).getByText('Your sign-in link for Demo portal').waitFor();
  await page.getByLabel('Why?').fill('no script');
  await button(page, 'Save').click();
  await page.getByText('The brand is changed.').waitFor();
  await context.close();
});
