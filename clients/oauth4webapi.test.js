'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { Browser } = require('./browser');
const { jwks } = require('./keys');
const vestibule = require('./vestibule');

// The same by npm's oauth4webapi, which leaves nothing unchecked: an app without a secret, and one that proves itself by a key.

const callback = 'http://127.0.0.1:49152/callback';
let provider;
let oauth;
let server;
let keyed;

before(async () => {
  oauth = await import('oauth4webapi');
  provider = await vestibule.provide();
  const issuer = new URL(provider.issuer);
  server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  const uris = ['--redirect-uri', 'http://127.0.0.1/callback', '--post-logout-redirect-uri', 'http://127.0.0.1/'];
  await provider.addClient('app', '--public', ...uris);
  const { privateKey, file } = await jwks('PS256');
  await provider.addClient('web', '--auth-method', 'private_key_jwt', '--jwks-file', file, '--id-token-alg', 'ES256', ...uris);
  keyed = oauth.PrivateKeyJwt({ key: privateKey, kid: 'one' });
});

after(() => provider.stop());

/** From the request to the tokens, with all that can be checked. */
async function signIn(client, method, more = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid email offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  });
  const browser = await new Browser(callback).open(url);
  if (more.prompt !== 'none') await browser.signIn();
  const parameters = oauth.validateAuthResponse(server, client, browser.url, state);
  const answer = await oauth.authorizationCodeGrantRequest(server, client, method, parameters, callback, verifier);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
    ...(more.max_age && { maxAge: Number(more.max_age) }),
  });
  return { browser, answer, tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
}

for (const [name, method, alg] of [
  ['app', () => oauth.None(), 'RS256'],
  ['web', () => keyed, 'ES256'],
]) {
  test(`${name}: sign-in, UserInfo, refresh, revocation`, async () => {
    const client = { client_id: name, id_token_signed_response_alg: alg };
    const { answer, tokens, claims } = await signIn(client, method(), { max_age: '600' });
    await oauth.validateApplicationLevelSignature(server, answer);

    assert.equal(claims.sub, '2');
    const profile = await oauth.userInfoRequest(server, client, tokens.access_token);
    assert.equal((await oauth.processUserInfoResponse(server, client, claims.sub, profile)).email, 'john.doe@example.com');

    const again = await oauth.refreshTokenGrantRequest(server, client, method(), tokens.refresh_token);
    const refreshed = await oauth.processRefreshTokenResponse(server, client, again);
    await oauth.validateApplicationLevelSignature(server, again);
    assert.equal(oauth.getValidatedIdTokenClaims(refreshed).sid, claims.sid);

    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, method(), refreshed.refresh_token));
    const late = await oauth.refreshTokenGrantRequest(server, client, method(), refreshed.refresh_token);
    await assert.rejects(oauth.processRefreshTokenResponse(server, client, late), { error: 'invalid_grant' });
  });
}

test('an access token is a JWT of RFC 9068, and a server that has only the issuer can verify it', async () => {
  const client = { client_id: 'app' };
  const { tokens } = await signIn(client, oauth.None());
  const call = new Request('https://api.example.com/', { headers: { Authorization: `Bearer ${tokens.access_token}` } });
  const claims = await oauth.validateJwtAccessToken(server, call, provider.issuer);

  assert.equal(claims.sub, '2');
  assert.equal(claims.client_id, 'app');
});

test('introspection is for the client with a key', async () => {
  const client = { client_id: 'web', id_token_signed_response_alg: 'ES256' };
  const { tokens } = await signIn(client, keyed);
  const told = await oauth.introspectionRequest(server, client, keyed, tokens.access_token);
  const { active, sub } = await oauth.processIntrospectionResponse(server, client, told);

  assert.deepEqual({ active, sub }, { active: true, sub: '2' });
});

test('a server acts for itself, by its secret or by its key', async () => {
  const { privateKey, file } = await jwks();
  const options = ['--grant-type', 'client_credentials', '--allow-scope', 'orders:read'];
  const secret = await provider.addClient('by-secret', ...options);
  await provider.addClient('by-key', ...options, '--auth-method', 'private_key_jwt', '--jwks-file', file);

  for (const [name, method] of [
    ['by-secret', oauth.ClientSecretBasic(secret)],
    ['by-key', oauth.PrivateKeyJwt(privateKey)],
  ]) {
    const client = { client_id: name };
    const answer = await oauth.clientCredentialsGrantRequest(server, client, method, { scope: 'orders:read' });
    const tokens = await oauth.processClientCredentialsResponse(server, client, answer);
    const call = new Request('https://api.example.com/', { headers: { Authorization: `Bearer ${tokens.access_token}` } });
    const { sub, client_id, scope } = await oauth.validateJwtAccessToken(server, call, provider.issuer);

    assert.deepEqual({ sub, client_id, scope }, { sub: name, client_id: name, scope: 'orders:read' });
  }
});

test('signing out leads back to the application, and the customer is asked again', async () => {
  const { browser, tokens } = await signIn({ client_id: 'app' }, oauth.None());
  browser.ends = 'http://127.0.0.1/';
  const left = { id_token_hint: tokens.id_token, post_logout_redirect_uri: browser.ends, state: 'left' };
  await browser.open(`${server.end_session_endpoint}?${new URLSearchParams(left)}`);

  assert.equal(browser.url.href, 'http://127.0.0.1/?state=left');
  await browser.open(`${provider.url}/account/1`);
  assert.equal(browser.url.pathname, '/sign-in/1');
});

test('prompt=none without a session is login_required, with the issuer beside', async () => {
  const { error, parameters } = await signIn({ client_id: 'app' }, oauth.None(), { prompt: 'none' }).then(
    () => ({}),
    (refusal) => ({ error: refusal.error, parameters: refusal.cause }),
  );

  assert.equal(error, 'login_required');
  assert.equal(parameters.get('iss'), provider.issuer);
});
