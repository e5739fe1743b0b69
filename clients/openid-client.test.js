'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { Browser } = require('./browser');
const { guide, write } = require('./guides');
const { jwks } = require('./keys');
const vestibule = require('./vestibule');

// A website on a server signs its customers in by npm's openid-client, as docs/clients.md shows it.

const home = 'http://localhost:3000/';
let provider;
let oidc;
let shop;

before(async () => {
  oidc = await import('openid-client');
  provider = await vestibule.provide();
  process.env.CLIENT_SECRET = await provider.addClient(
    'shop',
    ...['--redirect-uri', `${home}callback`, '--post-logout-redirect-uri', home],
  );
  const code = guide('openid-client', 'js', {
    'https://shop.example.com/': home,
    'https://signin.example.com/portals/1': provider.issuer,
  });
  shop = await import(pathToFileURL(write('openid-client.mjs', code)));
});

after(() => provider.stop());

async function signedIn(browser = new Browser(home)) {
  const { url, checks } = await shop.begin();
  await browser.open(url);
  await browser.signIn();
  return { browser, tokens: await shop.finish(browser.url, checks) };
}

test('a customer signs in, and the application reads who it is', async () => {
  const { tokens } = await signedIn();
  const profile = await shop.profile(tokens);

  assert.equal(tokens.claims().sub, '2');
  assert.deepEqual(tokens.claims().amr, ['pwd']);
  assert.equal(profile.name, 'John Doe');
  assert.equal(profile.email, 'john.doe@example.com');
  assert.equal(profile.email_verified, true);
});

test('who is signed in is sent back without a question', async () => {
  const { browser } = await signedIn();
  const { url, checks } = await shop.begin();
  await browser.open(url);

  assert.equal((await shop.finish(browser.url, checks)).claims().sub, '2');
});

test('a refresh token gives new tokens, and the ID token is of the same sign-in', async () => {
  const { tokens } = await signedIn();
  const refreshed = await shop.refresh(tokens);

  assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
  assert.equal(refreshed.claims().auth_time, tokens.claims().auth_time);
  assert.equal((await shop.profile(refreshed)).sub, '2');
});

test('what is revoked is good no more, and introspection knows', async () => {
  const config = await configured('shop', oidc.ClientSecretBasic(process.env.CLIENT_SECRET));
  const { tokens } = await signedIn();
  const good = await oidc.tokenIntrospection(config, tokens.access_token);
  await oidc.tokenRevocation(config, tokens.refresh_token);

  assert.equal(good.active, true);
  assert.equal(good.sub, '2');
  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, false);
  await assert.rejects(shop.refresh(tokens), { error: 'invalid_grant' });
  await assert.rejects(shop.profile(tokens), { status: 401 });
});

test('signing out leads back to the application, and the customer is asked again', async () => {
  const { browser, tokens } = await signedIn();
  await browser.open(shop.end(tokens));
  const left = browser.url.href;
  await browser.open((await shop.begin()).url);

  assert.equal(left, home);
  assert.equal(browser.url.pathname, '/sign-in/1');
});

test('a server acts for itself, by its secret or by a key', async () => {
  const { privateKey, file } = await jwks();
  const options = ['--grant-type', 'client_credentials', '--allow-scope', 'orders:read'];
  const secret = await provider.addClient('by-secret', ...options, '--auth-method', 'client_secret_post');
  await provider.addClient('by-key', ...options, '--auth-method', 'private_key_jwt', '--jwks-file', file);

  for (const [name, method] of [
    ['by-secret', oidc.ClientSecretPost(secret)],
    ['by-key', oidc.PrivateKeyJwt(privateKey)],
  ]) {
    const config = await configured(name, method);
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'orders:read' });
    const { active, client_id, scope } = await oidc.tokenIntrospection(config, tokens.access_token);

    assert.deepEqual({ active, client_id, scope }, { active: true, client_id: name, scope: 'orders:read' });
  }
});

const configured = (name, method) => oidc.discovery(new URL(provider.issuer), name, undefined, method);
