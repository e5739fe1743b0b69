'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { authenticator } = require('./authenticator');
const { browse, launch } = require('./chromium');
const { look: lookAt } = require('./looks');
const { PASSWORD, setUp, signIn } = require('./operators');
const vestibule = require('./vestibule');

// Who and what gets in, in the operators' console in Chromium: API clients, keys, operators, API keys, and operators' passkeys by an
// authenticator that DevTools make. axe-core finds nothing on any page, light or dark, and the pages' own policy forbids nothing of it.

const look = (page, name) => lookAt(page, `console-${name}`);

let provider;
let chromium;
let browser;
let secret;

const button = (name) => browser.page.getByRole('button', { name, exact: true });
const link = (name) => browser.page.getByRole('link', { name, exact: true });
const shown = () => browser.page.locator('#secret').inputValue();

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
  browser = await browse(chromium);
  secret = await setUp(provider, browser.page);
  await signIn(browser.page, secret);
  await browser.page.getByRole('heading', { name: 'Overview' }).waitFor();
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

test('an application is added, its secret is shown once, rotated, and looked at', async () => {
  const { page, faults } = browser;
  await link('Clients').click();
  await look(page, 'clients');
  await link('Add an application').click();
  await look(page, 'client-add');
  await page.getByLabel('Name, which is its client_id').fill('till');
  await page.getByLabel('Redirect URIs, one a line', { exact: true }).fill('http://till.example.com/');
  await page.getByLabel('Why?').fill('the till');
  await button('Add').click();
  await page.getByText("can't be a redirect URI").waitFor();
  await look(page, 'client-refused');
  await page.getByLabel('Redirect URIs, one a line', { exact: true }).fill('https://till.example.com/callback');
  await button('Add').click();
  const first = await shown();
  assert.equal(first.length, 43);
  await look(page, 'client-secret');
  await link('I have it').click();
  await page.getByText('https://till.example.com/callback').waitFor();
  assert.ok(!(await page.content()).includes(first), 'a secret is shown once');
  await look(page, 'client');
  await link('Rotate the secret').click();
  await look(page, 'client-rotate');
  await page.getByLabel('Why?').fill('yearly');
  await button('Rotate the secret').click();
  assert.notEqual(await shown(), first);
  await link('I have it').click();
  await page.getByText('Two secrets are good').waitFor();
  await link('Void the old secret').click();
  await page.getByLabel('Why?').fill('all have the new one');
  await button('Void the old secret').click();
  await page.getByText('The old secret is void.').waitFor();
  await link('Change').click();
  await page.getByLabel('Access tokens live').fill('5m');
  await page.getByLabel('bind its tokens to a key').check();
  await page.getByLabel('Why?').fill('safer');
  await button('Change').click();
  await page.getByText('The client is changed.').waitFor();
  await link('Clients').click();
  await page.getByLabel('Name begins with').pressSequentially('til', { delay: 30 });
  await link('demo-web').waitFor({ state: 'detached' });
  await link('till').waitFor();
  assert.deepEqual(faults, []);
});

test('keys are started anew, and an epoch asks for its words', async () => {
  const { page, faults } = browser;
  await link('Keys').click();
  await look(page, 'keys');
  await link('Start new keys').click();
  await page.getByLabel('Why?').fill('yearly');
  await button('Start new keys').click();
  await page.getByText('New keys are published.').waitFor();
  await link('Start a new epoch').click();
  await look(page, 'epoch');
  await link('Not now').click();
  assert.deepEqual(faults, []);
});

test('operators and API keys are added, changed and taken away', async () => {
  const { page, faults } = browser;
  await link('Operators').click();
  await look(page, 'operators');
  await link('Add an operator').click();
  await look(page, 'operator-add');
  await page.getByLabel('Email address that they sign in with').fill('ben@example.com');
  await page.getByLabel('Name, as the audit').fill('Ben');
  await page.getByLabel('These alone').check();
  await page.getByLabel('Ids, with commas').fill('1');
  await page.getByLabel('Why?').fill('joins');
  await button('Add').click();
  assert.match(await shown(), /\/console\/setup\//);
  await link('I have it').click();
  await page.getByText('A link to set them up waits').waitFor();
  await look(page, 'operator');
  await link('Disable').click();
  await look(page, 'operator-disable');
  await page.getByLabel('Why?').fill('not yet');
  await button('Disable').click();
  await page.getByText('The operator is disabled.').waitFor();
  await link('API keys').click();
  await look(page, 'api-keys-none');
  await link('Add an API key').click();
  await look(page, 'api-key-add');
  await page.getByLabel('Name', { exact: true }).fill('ci');
  await page.getByLabel('Why?').fill('builds');
  await button('Add').click();
  assert.match(await shown(), /^vst_/);
  await link('I have it').click();
  await look(page, 'api-keys');
  await link('Revoke ci').click();
  await page.getByLabel('Why?').fill('leaked');
  await button('Revoke').click();
  await page.getByText('The key is revoked.').waitFor();
  assert.deepEqual(faults, []);
});

test('a passkey is registered, signs in alone and after the password, and is removed', async () => {
  const { page, faults } = browser;
  const device = await authenticator(page);
  await link('ann@example.com').click();
  await link('Your passkeys').click();
  await look(page, 'passkeys-none');
  await link('Add a passkey').click();
  await look(page, 'passkey-add');
  await page.getByLabel('Name').fill('Laptop');
  await button('Make the passkey').click();
  await page.getByText('The passkey is registered.').waitFor();
  const [{ userName }] = await device.passkeys();
  assert.equal(userName, 'ann@example.com');
  await look(page, 'passkeys');
  await button('Sign out').click();
  await look(page, 'sign-in-passkey');
  await button('Sign in with a passkey').click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await button('Sign out').click();
  await page.getByLabel('Email address').fill('ann@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await button('Next').click();
  await look(page, 'second-factor');
  await button('Use a passkey').click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await link('ann@example.com').click();
  await link('Your passkeys').click();
  await page.getByText('last used').waitFor();
  await link('Remove Laptop').click();
  await look(page, 'passkey-remove');
  await button('Remove').click();
  await page.getByText('The passkey is removed.').waitFor();
  assert.deepEqual(faults, []);
});

test('an operator is set up with a passkey in the place of an app', async () => {
  const said = await provider.command('operator', 'add', 'cy@example.com', '--role', 'owner');
  const theirs = await browse(chromium);
  await authenticator(theirs.page);
  await theirs.page.goto(/https:\S+/.exec(said)[0]);
  await look(theirs.page, 'setup-passkey');
  await theirs.page.getByLabel('Password beside the passkey').fill(PASSWORD);
  await theirs.page.getByLabel('Name of the passkey').fill('Key');
  await theirs.page.getByRole('button', { name: 'Set up with a passkey' }).click();
  await theirs.page.getByRole('link', { name: 'Sign in' }).click();
  await theirs.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await theirs.page.getByRole('heading', { name: 'Overview' }).waitFor();
  assert.deepEqual(theirs.faults, []);
  await theirs.close();
});

test('a page is light: three requests and 60 KiB at most, with nothing cached', async () => {
  const storageState = await browser.page.context().storageState();
  for (const path of ['/clients?portal=1', '/clients/add?kind=application&portal=1', '/keys', '/operators', '/api-keys', '/passkeys/add']) {
    const context = await chromium.newContext({ ignoreHTTPSErrors: true, storageState });
    const page = await context.newPage();
    const finished = [];
    page.on('requestfinished', (request) => finished.push(request.sizes()));
    await page.goto(`${provider.url}/console${path}`, { waitUntil: 'networkidle' });
    const sizes = await Promise.all(finished);
    const bytes = sizes.reduce((sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize, 0);
    assert.ok(sizes.length <= 3, `${path} takes ${sizes.length} requests`);
    assert.ok(bytes <= 60 * 1024, `${path} takes ${bytes} bytes`);
    await context.close();
  }
});
