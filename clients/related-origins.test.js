'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { authenticator } = require('./authenticator');
const { browse, launch } = require('./chromium');
const vestibule = require('./vestibule');

// One portal on the pages of two sites (WebAuthn Level 3 section 5.11). Its passkeys are example.com's; Chromium asks that site, at port 443,
// whether pages of example.net may use them. The web server of example.com has the answer from Vestibule, as docs/operations.md says.

const PAGE = '<!DOCTYPE html><html lang="en"><title>A portal</title><link rel="icon" href="data:,"><p>A page of the portal';

let provider;
let sites;
let chromium;
let asked;

before(async () => {
  asked = [];
  [provider, sites] = await Promise.all([vestibule.provide('signin.example.com'), vestibule.listen(answer)]);
  const { port } = sites.address();
  chromium = await launch(
    `MAP example.com:443 127.0.0.1:${port}`,
    ...['signin.example.com', 'shop.example.net', 'stranger.example.org'].map((name) => `MAP ${name} 127.0.0.1`),
  );
  await provider.command('portal', 'allow-url', '1', `https://shop.example.net:${port}/`);
  await provider.command('portal', 'set', '1', '--passkey-rp-id', 'example.com');
});

after(async () => {
  await chromium.close();
  sites.closeAllConnections();
  sites.close();
  await provider.stop();
});

/** The web servers of all three sites. */
async function answer({ headers, url }, response) {
  if (headers.host === 'example.com' && url === '/.well-known/webauthn') {
    asked.push(headers);
    const file = await fetch(`${provider.inner}/portals/1/.well-known/webauthn`);
    response.writeHead(file.status, { 'Content-Type': file.headers.get('Content-Type') });
    return response.end(await file.text());
  }
  return response.setHeader('Content-Type', 'text/html').end(PAGE);
}

/** What a page of the portal does by Keaze's API: adds a passkey, and signs in with it. Returns the answers. */
async function addAndSignIn(api) {
  const call = async (verb, body, token) => {
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${api}/${verb}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, ...(await answer.json()) };
  };
  const password = 'correct horse 9';
  const { access_token } = await call('password-login', { email: 'john.doe@example.com', password });
  const creation = PublicKeyCredential.parseCreationOptionsFromJSON(await call('passkeys/options', { password }, access_token));
  const made = await navigator.credentials.create({ publicKey: creation });
  const added = await call('passkeys', { credential: made.toJSON(), name: 'Phone' }, access_token);
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await call('passkey-login/options', {}));
  const used = await navigator.credentials.get({ publicKey: options });
  const signedIn = await call('passkey-login', { credential: used.toJSON() });
  return { added, signedIn };
}

test("a passkey that was made on another site's page signs in there, and on our pages", async () => {
  const { page, faults, close } = await browse(chromium);
  const device = await authenticator(page);
  await page.goto(`https://shop.example.net:${sites.address().port}/`);
  const { added, signedIn } = await page.evaluate(addAndSignIn, `${provider.url}/api/rest/portal`);
  assert.equal(added.status, 201);
  assert.equal(signedIn.status, 200);
  assert.ok(signedIn.access_token);
  assert.equal((await device.passkeys())[0].rpId, 'example.com');
  assert.ok(asked.length > 0);
  assert.ok(asked.every(({ cookie, origin }) => !cookie && !origin));

  await page.goto(`${provider.url}/sign-in/1`);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a page of a site that the portal does not allow is refused by the browser', async () => {
  const { page, close } = await browse(chromium);
  await authenticator(page);
  await page.goto(`https://stranger.example.org:${sites.address().port}/`);
  const refusal = await page.evaluate(() =>
    navigator.credentials.get({ publicKey: { rpId: 'example.com', challenge: new Uint8Array(32) } }).catch(({ name }) => name),
  );
  assert.equal(refusal, 'SecurityError');
  await close();
});
