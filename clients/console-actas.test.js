'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { browse, launch, signIn } = require('./chromium');
const { look: lookAt } = require('./looks');
const operators = require('./operators');
const vestibule = require('./vestibule');

// An operator acts for a customer, in Chromium: from the console by a link to the customer's account, with a banner above it, and back; the
// customer sees it in their own browser.

const look = (page, name) => lookAt(page, `act-as-${name}`);

let provider;
let chromium;
let operator;

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
  operator = await browse(chromium);
  await provider.command('portal', 'set', '1', '--act-as', 'on');
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

const button = (name) => operator.page.getByRole('button', { name, exact: true });

test('a support operator sets up their account and signs in', async () => {
  const { page } = operator;
  const secret = await operators.setUp(provider, page, 'sam@example.com', '--name', 'Sam', '--role', 'support');
  await operators.signIn(page, secret, 0, 'sam@example.com');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
});

test('a link from the customer’s page leads, by a button, to their account with a banner', async () => {
  const { page, faults } = operator;
  await page.goto(`${provider.url}/console/customers/2`);
  await page.getByRole('link', { name: 'Act for them' }).click();
  await look(page, 'why');
  await page.getByLabel('Why?').fill('ticket 7');
  await button('Act for them').click();
  await look(page, 'link');
  await page.getByRole('link', { name: 'Open the link' }).click();
  await page.getByRole('heading', { name: 'Act for john.doe@example.com' }).waitFor();
  await look(page, 'begin');
  await button('Begin').click();
  await page.getByText('You act for john.doe@example.com.').waitFor();
  await page.getByText('Only they can change it.').waitFor();
  await look(page, 'account');
  await page.goto(`${provider.url}/account/1/passkeys`);
  await page.getByRole('heading', { name: 'Only the customer can do this' }).waitFor();
  await page.getByText('You act for john.doe@example.com.').waitFor();
  await look(page, 'refused');
  assert.deepEqual(faults, []);
});

test('the customer sees it in their own browser, and has a mail', async () => {
  const customer = await browse(chromium);
  const { page, faults } = customer;
  await page.goto(`${provider.url}/sign-in/1`);
  await signIn(page, 'john.doe@example.com');
  await page.getByText('Support acted for you on').waitFor();
  await look(page, 'customer');
  const { mails } = await (await fetch(`${provider.url}/dev/inbox.json?wait=30&q=john.doe@example.com&after=0`)).json();
  assert.ok(mails.some(({ subject }) => subject.startsWith('Support acts for you')));
  assert.deepEqual(faults, []);
  await customer.close();
});

test('the button ends it, by the keyboard alone, and the console goes on', async () => {
  const { page } = operator;
  await page.goto(`${provider.url}/account/1`);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'End');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  assert.equal(await page.getByText('You act for').count(), 0);
  await page.goto(`${provider.url}/console/customers/2`);
  await page.getByText('An operator acts for them no longer').waitFor();
  await page.getByText('reason ticket 7').waitFor();
});
