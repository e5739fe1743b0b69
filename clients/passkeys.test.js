'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const application = require('./application');
const { authenticator } = require('./authenticator');
const { browse, launch, signIn, signOut } = require('./chromium');
const { look } = require('./looks');
const vestibule = require('./vestibule');

// Passkeys on our pages, in Chromium with an authenticator that DevTools make: a new one for each test, since it holds three at most. Under
// such a one the browser's list of logins doesn't wait for the customer, but takes the passkey as soon as the page is there.

const PASSWORD = 'correct horse 9';

let provider;
let chromium;
let shop;
let customers = 0;

before(async () => {
  [provider, chromium, shop] = await Promise.all([vestibule.provide(), launch(), application.listen()]);
  await provider.addClient('shop', '--public', '--redirect-uri', `http://localhost:${shop.port}/callback`);
});

after(async () => {
  await chromium.close();
  shop.close();
  await provider.stop();
});

const request = (more) => application.codeRequest(provider, shop, more);

const button = (page, name) => page.getByRole('button', { name, exact: true });

async function api(method, verb, body, token) {
  const answer = await fetch(`${provider.url}/api/rest/portal/${verb}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${verb}: ${await answer.clone().text()}`);
  return answer.json();
}

/** A customer of whom no other test knows. */
async function register() {
  const email = `customer-${++customers}@example.com`;
  const { id } = await api('POST', 'password-register', { email, password: PASSWORD, firstName: 'Ann', lastName: 'Lee' });
  return { id, email };
}

/** A customer's browser with a device that has passkeys. */
async function browseWithPasskeys() {
  const browser = await browse(chromium);
  return { ...browser, device: await authenticator(browser.page) };
}

/** Adds a passkey at the account, whose page is open. */
async function add(page, name = '') {
  await page.goto(`${provider.url}/account/1/passkeys`);
  await page.getByLabel('Name (optional)').fill(name);
  await page.getByLabel('Your password (if you have one)', { exact: true }).fill(PASSWORD);
  await button(page, 'Add a passkey').click();
}

/** Somebody who has a passkey, and is signed in by their password. */
async function owner() {
  const browser = await browseWithPasskeys();
  const customer = await register();
  await browser.page.goto(`${provider.url}/sign-in/1`);
  await signIn(browser.page, customer.email);
  await browser.page.getByRole('heading', { name: 'Your account' }).waitFor();
  await add(browser.page, 'Phone');
  await browser.page.getByText('The passkey is added').waitFor();
  return { ...browser, customer };
}

test('a passkey that was added at the account signs in, and an application learns that it was both factors', async () => {
  const { page, faults, close, device, customer } = await owner();
  const [passkey] = await device.passkeys();
  assert.equal(passkey.rpId, 'localhost');
  assert.equal(passkey.userName, customer.email);
  assert.equal(passkey.userDisplayName, 'Ann Lee');
  assert.equal(passkey.isResidentCredential, true);
  await look(page, 'passkeys');
  await signOut(page, provider);

  await page.goto(request());
  await page.getByText('Back at the shop').waitFor();
  const { sub, amr, acr } = await application.claims(provider, shop, shop.last().parameters);
  assert.deepEqual({ sub, amr, acr }, { sub: String(customer.id), amr: ['hwk', 'user', 'mfa'], acr: 'aal2' });
  assert.deepEqual(faults, []);
  await close();
});

test('a device that has one already says so, and a browser without any that none was used', async () => {
  const { page, faults, close, device } = await owner();
  await add(page);
  const told = page.getByText('This device has a passkey for this account already');
  assert.ok(!(await told.getAttribute('class')).includes('fault'));
  assert.equal((await device.passkeys()).length, 1);
  await look(page, 'passkeys-known');
  await close();

  const other = await browseWithPasskeys();
  await other.page.goto(`${provider.url}/sign-in/1`);
  await button(other.page, 'Sign in with a passkey').click();
  await other.page.getByText('No passkey was used').waitFor();
  await look(other.page, 'sign-in-no-passkey');
  assert.deepEqual([...faults, ...other.faults], []);
  await other.close();
});

test('the list of logins waits for the customer, asks anew before its challenge ends, and lets them type a password', async () => {
  const { page, faults, close, device } = await owner();
  await signOut(page, provider);
  await device.away();
  await page.clock.install();
  const asked = page.waitForResponse((answer) => answer.url().includes('/passkey/options'));
  await page.goto(request());
  await asked;
  await page.clock.fastForward('04:00');
  await device.back();
  await page.getByLabel('Email address or username').press('a');
  await page.getByText('Back at the shop').waitFor();
  await signOut(page, provider);

  await device.away();
  await page.goto(request({ prompt: 'login' }));
  await signIn(page);
  await page.getByText('Back at the shop').waitFor();
  assert.deepEqual((await application.claims(provider, shop, shop.last().parameters)).amr, ['pwd']);
  assert.deepEqual(faults, []);
  await close();
});

test('a passkey stays when the page that says so is loaded again', async () => {
  const { page, faults, close, device } = await owner();
  await page.reload(); // which sends the form once more
  await page.getByText('It took too long').waitFor();
  await page.goto(`${provider.url}/account/1`);
  await page.getByText('Your passkeys (1)').waitFor();
  assert.equal((await device.passkeys()).length, 1);
  assert.deepEqual(faults, []);
  await close();
});

test('a button asks for a passkey at the password, too', async () => {
  const { page, faults, close, device, customer } = await owner();
  await signOut(page, provider);
  await device.away();
  await page.goto(`${provider.url}/sign-in/1`);
  await page.getByLabel('Email address or username').fill(customer.email);
  await button(page, 'Next').click();
  await page.getByLabel('Password', { exact: true }).waitFor();
  await device.back();
  await button(page, 'Sign in with a passkey').click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('the browser forgets a passkey that the customer removes', async () => {
  const { page, faults, close, device } = await owner();
  const [{ credentialId }] = await device.passkeys();
  const forgotten = device.forgets();
  await page.getByLabel('To remove one').fill(PASSWORD);
  await page.getByRole('button', { name: 'Remove the passkey of' }).click();
  await page.getByText('The passkey is removed').waitFor();
  assert.equal(await forgotten, credentialId);
  assert.deepEqual(await device.passkeys(), []);
  assert.deepEqual(faults, []);
  await close();
});

test('a passkey that nobody knows any more is refused in words, and the browser forgets it', async () => {
  const { page, faults, close, device, customer } = await owner();
  await signOut(page, provider);
  const shown = await provider.command('customer', 'show', customer.email, '--portal', '1');
  await provider.command('customer', 'passkey', 'remove', String(customer.id), /passkey +(\d+)/.exec(shown)[1]);
  const forgotten = device.forgets();
  await page.goto(`${provider.url}/sign-in/1`);
  await page.getByText('This passkey is no longer known here').waitFor();
  await forgotten;
  assert.deepEqual(await device.passkeys(), []);
  assert.equal(await page.getByLabel('Email address or username').getAttribute('aria-invalid'), null);
  await look(page, 'sign-in-unknown-passkey');
  assert.deepEqual(faults, []);
  await close();
});

test('a passkey shows the name that the customer has now', async () => {
  const { page, faults, close, device, customer } = await owner();
  const { access_token } = await api('POST', 'password-login', { email: customer.email, password: PASSWORD });
  await api('PATCH', 'profile', { firstName: 'Anne' }, access_token);
  const renamed = device.renames();
  await page.goto(`${provider.url}/account/1`);
  assert.equal((await renamed).userDisplayName, 'Anne Lee');
  assert.equal((await device.passkeys()).length, 1);
  assert.deepEqual(faults, []);
  await close();
});

test('an application that wants both factors gets a passkey beside the password', async () => {
  const { page, faults, close, device, customer } = await owner();
  await device.away();
  await page.goto(request({ acr_values: 'aal2' }));
  await button(page, 'Use a passkey').waitFor();
  await look(page, 'step-up');
  await device.back();
  await button(page, 'Use a passkey').click();
  await page.getByText('Back at the shop').waitFor();
  const { sub, acr } = await application.claims(provider, shop, shop.last().parameters);
  assert.deepEqual({ sub, acr }, { sub: String(customer.id), acr: 'aal2' });
  assert.deepEqual(faults, []);
  await close();
});

test('a customer who has just typed a password gets a passkey where browsers make one without a question', async () => {
  const { page, faults, close, device } = await browseWithPasskeys();
  // Chromium lets its own password manager decide, which an authenticator of DevTools isn't: here it says yes.
  await page.addInitScript(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = ({ mediation, ...options }) => create(options);
  });
  const { email } = await register();
  await page.goto(`${provider.url}/sign-in/1`);
  await signIn(page, email);
  await page.getByText('A passkey was added').waitFor();
  assert.equal(await page.getByText('You have no passkey yet').isVisible(), false);
  await look(page, 'account-upgraded');
  assert.equal((await device.passkeys())[0].userName, email);
  await page.reload();
  await page.getByText('Your passkeys (1)').waitFor();
  await signOut(page, provider);
  await page.goto(`${provider.url}/sign-in/1`);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  assert.equal((await device.passkeys()).length, 1);
  assert.deepEqual(faults, []);
  await close();
});

test('a passkey that was made while its customer signed out is forgotten, and nobody told that it was added', async () => {
  const { page, context, faults, close, device } = await browseWithPasskeys();
  await context.exposeFunction('signedOut', () => context.clearCookies({ name: '__Host-vestibule-1' }));
  await page.addInitScript(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = async ({ mediation, ...options }) => {
      const made = await create(options);
      await window.signedOut();
      return made;
    };
  });
  const { email } = await register();
  const forgotten = device.forgets();
  await page.goto(`${provider.url}/sign-in/1`);
  await signIn(page, email);
  await forgotten;
  assert.equal(await page.getByText('A passkey was added').isVisible(), false);
  assert.deepEqual(await device.passkeys(), []);
  assert.deepEqual(faults, []);
  await close();
});
