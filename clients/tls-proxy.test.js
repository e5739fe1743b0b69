'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const application = require('./application');
const { authenticator } = require('./authenticator');
const { browse, launch, signIn, signOut } = require('./chromium');
const vestibule = require('./vestibule');

// Test mode behind a proxy that ends TLS, with VESTIBULE_PUBLIC_URL=https://localhost:PORT: nothing but https is seen from outside.

let provider;
let chromium;
let shop;

before(async () => {
  [provider, chromium, shop] = await Promise.all([vestibule.provide(), launch(), application.listen()]);
  await provider.addClient('shop', '--public', '--redirect-uri', `http://localhost:${shop.port}/callback`);
});

after(async () => {
  await chromium.close();
  shop.close();
  await provider.stop();
});

test('every address of the discovery document is below the public URL', async () => {
  const document = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
  const addresses = Object.entries(document).filter(([name]) => name === 'issuer' || /_(endpoint|uri)$/.test(name));
  assert.ok(addresses.length > 8);
  assert.deepEqual(addresses.filter(([, address]) => !address.startsWith(`${provider.url}/`)), []);
  assert.equal(document.issuer, provider.issuer);
});

test('a customer signs in to an application, adds a passkey, and signs in with that', async () => {
  const { page, faults, close } = await browse(chromium);
  await authenticator(page);
  const schemes = new Set();
  page.on('request', (sent) => sent.url().startsWith(`http://localhost:${shop.port}/`) || schemes.add(new URL(sent.url()).protocol));
  await page.goto(application.codeRequest(provider, shop));
  await signIn(page);
  await page.getByText('Back at the shop').waitFor();
  const typed = shop.last().parameters;
  assert.equal(typed.get('iss'), provider.issuer);
  const first = await application.claims(provider, shop, typed);
  assert.deepEqual({ iss: first.iss, amr: first.amr, acr: first.acr }, { iss: provider.issuer, amr: ['pwd'], acr: 'aal1' });

  await page.goto(`${provider.url}/account/1/passkeys`);
  await page.getByLabel('Your password (if you have one)', { exact: true }).fill('correct horse 9');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('The passkey is added').waitFor();
  await signOut(page, provider);
  await page.goto(application.codeRequest(provider, shop));
  await page.getByText('Back at the shop').waitFor();
  const second = await application.claims(provider, shop, shop.last().parameters);
  assert.deepEqual({ sub: second.sub, acr: second.acr }, { sub: first.sub, acr: 'aal2' });
  assert.deepEqual([...schemes], ['https:']);
  assert.deepEqual(faults, []);
  await close();
});

test("the session's cookie is for this host alone, and never goes out without TLS", async () => {
  const { page, close } = await browse(chromium);
  await page.goto(`${provider.url}/sign-in/1`);
  await signIn(page);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  const { domain, path, secure, httpOnly, sameSite } = (await page.context().cookies()).find(({ name }) => name === '__Host-vestibule-1');
  assert.deepEqual({ domain, path, secure, httpOnly, sameSite }, { domain: 'localhost', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
  await close();
});

test('mailed links lead to the public URL', async () => {
  const { page, close } = await browse(chromium);
  await page.goto(`${provider.url}/forgot/1`);
  await page.getByLabel('Email address or username').fill('jane.doe@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  const link = await provider.mailedLink('jane.doe@example.com');
  assert.ok(link.startsWith(`${provider.url}/reset/`), link);
  await close();
});
