'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { browse, launch } = require('./chromium');
const { look: lookAt, watchLayout } = require('./looks');
const operators = require('./operators');
const vestibule = require('./vestibule');

// The operators' console in Chromium: axe-core finds nothing on any page, light or dark; nothing is forbidden by the pages' own policy; the
// keyboard reaches what there is to do; and all of it works without a script, but for the search as one types.

const look = (page, name) => lookAt(page, `console-${name}`);

let provider;
let chromium;
let browser;
let secret;

const button = (name) => browser.page.getByRole('button', { name, exact: true });

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
  browser = await browse(chromium, { timezoneId: 'Asia/Kolkata' });
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

test('an operator sets up their account by the link, and signs in', async () => {
  const { page, faults } = browser;
  secret = await operators.add(provider, page, 'ann@example.com', '--name', 'Ann');
  await look(page, 'setup');
  await page.getByLabel('Password for ann@example.com').fill('password1');
  await page.getByLabel('Six digits').fill('000000');
  await button('Set up').click();
  await page.getByRole('alert').first().waitFor();
  await look(page, 'setup-refused');
  await operators.accept(page, secret);
  await look(page, 'sign-in');
  await operators.signIn(page, secret, 0, 'ann@example.com', () => look(page, 'code'));
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByText('Live.').waitFor();
  await look(page, 'overview');
  assert.deepEqual(faults, []);
});

test('the overview is live, and tells the numbers of a chart by the keyboard, which stay told', async () => {
  const { page, faults } = browser;
  const tell = async (password) =>
    fetch(`${provider.inner}/api/rest/portal/password-login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'jane.doe@example.com', password }),
    });
  await page.getByRole('link', { name: 'Last hour' }).click();
  await page.getByText('Live.').waitFor();
  const refused = page.locator('.figures li', { hasText: 'Refused' }).locator('strong');
  const before = Number(await refused.innerText());
  await page.locator('.chart').nth(1).focus();
  await page.keyboard.press('End');
  const reading = page.locator('.figures li', { hasText: 'Refused' }).locator('.reading');
  assert.match(await reading.innerText(), /^\d\d:\d\d: \d+, before \d+$/);
  for (let i = 0; i < 3; i++) await tell('wrong');
  await page.waitForFunction(
    (count) => [...document.querySelectorAll('.figures li')].some((li) => li.innerText.startsWith('Refused') && li.innerText.includes(count)),
    String(before + 3),
  );
  assert.match(await reading.innerText(), /^\d\d:\d\d: \d+, before \d+$/);
  assert.ok(await page.evaluate(() => document.activeElement.matches('.chart')), 'the focus stays');
  await page.keyboard.press('ArrowLeft');
  assert.match(await reading.innerText(), /: \d+, before 0$/);
  await page.locator('summary').click();
  await look(page, 'overview-hour');
  await page.getByRole('link', { name: 'keaze' }).first().click();
  await page.getByRole('link', { name: 'dialect keaze: show all' }).waitFor();
  await page.getByRole('link', { name: '7 days' }).click();
  await page.getByText('Bars: each six hours').waitFor();
  await look(page, 'overview-week');
  assert.deepEqual(faults, []);
});

test('nodes and their jobs', async () => {
  const { page, faults } = browser;
  await page.getByRole('link', { name: 'Nodes' }).click();
  await page.getByText('All is well').waitFor();
  await page.getByText('session-count').waitFor();
  await look(page, 'nodes');
  assert.deepEqual(faults, []);
});

test('customers are found as one types, and times are in the reader’s zone', async () => {
  const { page, faults } = browser;
  await page.getByRole('link', { name: 'Customers' }).click();
  await page.getByRole('link', { name: 'Jane Doe' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q', 'one can type at once');
  await page.keyboard.type('john', { delay: 30 });
  await page.getByRole('link', { name: 'Jane Doe' }).waitFor({ state: 'detached' });
  assert.match(page.url(), /q=john/, 'the address can be shared');
  await look(page, 'customers');
  await page.getByLabel('Begins with, or id').fill('nobody at all');
  await page.getByText('Nobody in Demo portal begins so.').waitFor();
  await look(page, 'customers-none');
  await page.getByLabel('Begins with, or id').fill('john');
  await page.getByRole('link', { name: 'John Doe' }).click();
  await page.getByRole('heading', { name: 'John Doe' }).waitFor();
  assert.match(await page.locator('footer').innerText(), /Asia\/(Kolkata|Calcutta)/);
  await look(page, 'customer');
  assert.deepEqual(faults, []);
});

test('an action asks why, and a session that ends in the middle of it loses nothing', async () => {
  const { page, faults } = browser;
  await page.getByRole('link', { name: 'Disable' }).click();
  await look(page, 'customer-disable');
  await page.context().clearCookies();
  await page.getByLabel('Why?').fill('asked on the phone');
  await button('Disable').click();
  await page.getByText('What you typed is kept').waitFor();
  await look(page, 'session-ended');
  await operators.signIn(page, secret, 1);
  await page.getByRole('heading', { name: 'You are signed in again' }).waitFor();
  await look(page, 'signed-in-again');
  await button('Go on').click();
  assert.equal(await page.getByLabel('Why?').inputValue(), 'asked on the phone');
  await button('Disable').click();
  await page.getByText('The customer is disabled.').waitFor();
  await page.getByText('reason asked on the phone').waitFor();
  await look(page, 'customer-disabled');
  assert.deepEqual(faults, []);
});

test('a customer is added by the keyboard alone, and changed; all that is kept of them is exported', async () => {
  const { page, faults } = browser;
  await page.getByRole('link', { name: 'Customers' }).click();
  await page.getByRole('link', { name: 'Add a customer' }).press('Enter');
  await page.getByLabel('Email address').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'email', 'one can type at once');
  await look(page, 'customer-add');
  await page.getByLabel('Email address').fill('walk.in@example.com');
  await page.getByLabel('lastName').fill('Walker');
  await page.getByLabel('Why?').fill('came to the counter');
  await page.keyboard.press('Enter');
  await page.getByText('The customer is added.').waitFor();
  await page.getByRole('link', { name: 'Change', exact: true }).click();
  await page.getByLabel('dateOfBirth').fill('yesterday');
  await page.getByLabel('Why?').fill('told us');
  await button('Save').click();
  await page.getByText('must be a date').waitFor();
  await look(page, 'customer-change-refused');
  await page.getByLabel('dateOfBirth').fill('1990-05-17');
  await button('Save').click();
  await page.getByText('The customer is changed.').waitFor();
  await page.getByRole('link', { name: 'Export all that is kept' }).click();
  await page.getByLabel('Why?').fill('asked by letter');
  await look(page, 'customer-export');
  const [kept] = await Promise.all([page.waitForEvent('download'), button('Export all that is kept').click()]);
  assert.match(kept.suggestedFilename(), /^customer-\d+\.json$/);
  assert.deepEqual(faults, []);
});

test('why they can’t sign in, by the keyboard alone', async () => {
  const { page, faults } = browser;
  await page.goto(`${provider.url}/console/why`);
  await look(page, 'why');
  await page.getByLabel('URL, mailed link').focus();
  await page.keyboard.type('john.doe@example.com');
  await page.keyboard.press('Enter');
  await page.getByText('They are disabled').waitFor();
  await look(page, 'why-address');
  await page.getByRole('link', { name: 'Ann' }).click();
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await look(page, 'sessions');
  assert.deepEqual(faults, []);
});

test('portals, the audit and mail', async () => {
  const { page, faults } = browser;
  await page.getByRole('link', { name: 'Portals' }).click();
  await page.getByRole('heading', { name: 'Portals', level: 1 }).waitFor();
  await look(page, 'portals');
  await page.getByRole('link', { name: 'Demo portal' }).click();
  await page.getByRole('heading', { name: 'Demo portal', level: 1 }).waitFor();
  await look(page, 'portal');
  await page.getByRole('link', { name: 'Allow a URL' }).click();
  await page.getByLabel('URL').fill('https://shop.example.com/');
  await page.getByLabel('Why?').fill('the shop opens');
  await look(page, 'portal-url');
  await button('Allow a URL').click();
  await page.getByText('The URL is allowed.').waitFor();
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByText('reason the shop opens').waitFor();
  await look(page, 'audit');
  const [export_] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
  assert.equal(export_.suggestedFilename(), 'audit.csv');
  await page.getByRole('link', { name: 'Mail', exact: true }).click();
  await page.getByText('No mail was given up in Demo portal.').waitFor();
  await look(page, 'mail');
  assert.deepEqual(faults, []);
});

test('arrow keys in a list of portals leave neither the page nor the list, and the button beside shows what was chosen', async () => {
  const { page, faults } = browser;
  for (const path of ['', '/audit', '/mail', '/customers', '/clients', '/imports']) {
    await page.goto(`${provider.url}/console${path}`);
    const portal = page.locator('#portal');
    await portal.focus();
    const before = await portal.inputValue();
    await page.keyboard.press('End');
    assert.notEqual(await portal.inputValue(), before, path);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'portal', path);
    assert.equal(page.url(), `${provider.url}/console${path}`, path);
    await portal.locator('xpath=ancestor::form').getByRole('button').focus();
    await Promise.all([page.waitForURL(/portal=2/), page.keyboard.press('Enter')]);
    assert.equal(await portal.inputValue(), '2', path);
  }
  assert.deepEqual(faults, []);
});

test('what a pointer chooses is shown at once, and every link of the page leads to the portal that is shown', async () => {
  const { page, faults } = browser;
  await page.goto(`${provider.url}/console/customers?portal=1`);
  await page.locator('#portal').dispatchEvent('pointerdown');
  await Promise.all([page.waitForURL(/portal=2/), page.locator('#portal').selectOption('2')]);
  await page.locator('a[href$="/portals/2/customers/add"]').waitFor();
  await page.locator('header a[href$="/audit?portal=2"]').waitFor();
  await page.locator('#portal').focus();
  await page.keyboard.press('Home');
  await page.getByLabel('Begins with, or id').fill('nobody at all');
  await page.getByText('Nobody in Demo portal begins so.').waitFor();
  await page.locator('a[href$="/portals/1/customers/add"]').waitFor();
  await page.locator('header a[href$="/audit?portal=1"]').waitFor();
  await page.goto(`${provider.url}/console/clients?portal=1`);
  await page.locator('#portal').dispatchEvent('pointerdown');
  await Promise.all([page.waitForURL(/portal=2/), page.locator('#portal').selectOption('2')]);
  await page.locator('a[href$="kind=program&portal=2"]').waitFor();
  assert.deepEqual(faults, []);
});

test('a page is light and stays as it was first shown: three requests and 60 KiB at most, with nothing cached', async () => {
  const storageState = await browser.page.context().storageState();
  for (const path of ['', '?range=hour', '/nodes', '/why', '/customers?portal=1', '/customers/2', '/portals/1', '/audit', '/mail']) {
    const context = await chromium.newContext({ ignoreHTTPSErrors: true, storageState });
    await context.addInitScript(watchLayout);
    const page = await context.newPage();
    const finished = [];
    let asked = 0;
    page.on('request', () => asked++);
    page.on('requestfinished', (request) => finished.push(request.sizes()));
    await page.goto(`${provider.url}/console${path}`);
    if (await page.locator('#live').count()) await page.getByText('Live.').waitFor(); // a stream, which doesn't finish
    else await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(finished);
    const bytes = sizes.reduce((sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize, 0);
    assert.ok(asked <= 3, `${path} takes ${asked} requests`);
    process.stdout.write(`${path || '/'}: ${asked} requests, ${bytes} bytes\n`);
    assert.ok(bytes <= 60 * 1024, `${path} takes ${bytes} bytes`);
    const moved = await page.evaluate(() => window.moved.reduce((sum, value) => sum + value, 0));
    assert.ok(moved < 0.01, `the layout of ${path} shifted by ${moved}`);
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
  await page.goto(`${provider.url}/console/customers?portal=1`);
  await page.getByLabel('Begins with, or id').fill('jane');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Jane Doe' }).click();
  assert.equal(await page.locator('footer').innerText(), 'Times are in UTC.');
  await page.getByRole('link', { name: 'End all sessions' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Disable' }).click();
  await page.getByLabel('Why?').fill('no script');
  await page.getByRole('button', { name: 'Disable' }).click();
  await page.getByText('The customer is disabled.').waitFor();
  const { page: live } = browser;
  await live.goto(`${provider.url}/console`);
  await live.getByText('Live.').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
  await live.getByRole('heading', { name: 'Sign in to the console' }).waitFor(); // the overview that was open elsewhere
  await context.close();
});
