'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { Browser } = require('./browser');
const { jwks } = require('./keys');
const vestibule = require('./vestibule');

// Tokens that are bound to a key (RFC 9449), and requests that the application signs (RFC 9101), by npm's oauth4webapi, openid-client and
// oidc-client-ts.

const callback = 'http://127.0.0.1:49152/callback';
let provider;
let oauth;
let oidc;
let server;

before(async () => {
  oauth = await import('oauth4webapi');
  oidc = await import('openid-client');
  provider = await vestibule.provide();
  const issuer = new URL(provider.issuer);
  server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  await provider.addClient('app', '--public', '--dpop', 'required', '--redirect-uri', 'http://127.0.0.1/callback');
});

after(() => provider.stop());

/** A call by oauth4webapi, which leaves it to the application to try again with the nonce. */
async function withNonce(call, process) {
  try {
    return await process(await call());
  } catch (wanted) {
    if (!oauth.isDPoPNonceError(wanted)) throw wanted;
    return await process(await call());
  }
}

async function request(more = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const parameters = {
    client_id: 'app',
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid email offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: oauth.generateRandomState(),
    ...more,
  };
  return { verifier, parameters };
}

async function signedIn(url) {
  const browser = await new Browser(callback).open(url);
  await browser.signIn();
  return browser.url;
}

for (const alg of ['ES256', 'RS256', 'PS256']) {
  test(`oauth4webapi with ${alg}: a pushed request, tokens, UserInfo and refresh are bound to the key`, async () => {
    const client = { client_id: 'app' };
    const method = oauth.None();
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair(alg));
    const { verifier, parameters } = await request();

    const pushed = await withNonce(
      () => oauth.pushedAuthorizationRequest(server, client, method, parameters, { DPoP }),
      (answer) => oauth.processPushedAuthorizationResponse(server, client, answer),
    );
    const url = new URL(server.authorization_endpoint);
    url.search = new URLSearchParams({ client_id: 'app', request_uri: pushed.request_uri });
    const back = oauth.validateAuthResponse(server, client, await signedIn(url), parameters.state);
    const tokens = await withNonce(
      () => oauth.authorizationCodeGrantRequest(server, client, method, back, callback, verifier, { DPoP }),
      (answer) => oauth.processAuthorizationCodeResponse(server, client, answer, { requireIdToken: true }),
    );
    assert.equal(tokens.token_type, 'dpop');

    const profile = await withNonce(
      () => oauth.userInfoRequest(server, client, tokens.access_token, { DPoP }),
      (answer) => oauth.processUserInfoResponse(server, client, oauth.getValidatedIdTokenClaims(tokens).sub, answer),
    );
    assert.equal(profile.email, 'john.doe@example.com');

    const refreshed = await withNonce(
      () => oauth.refreshTokenGrantRequest(server, client, method, tokens.refresh_token, { DPoP }),
      (answer) => oauth.processRefreshTokenResponse(server, client, answer),
    );
    assert.equal(refreshed.token_type, 'dpop');

    const thief = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const stolen = withNonce(
      () => oauth.refreshTokenGrantRequest(server, client, method, refreshed.refresh_token, { DPoP: thief }),
      (answer) => oauth.processRefreshTokenResponse(server, client, answer),
    );
    await assert.rejects(stolen, { error: 'invalid_grant' });
  });
}

test('oauth4webapi: a server that has only the issuer verifies token and proof', async () => {
  const client = { client_id: 'app' };
  const keys = await oauth.generateKeyPair('ES256');
  const DPoP = oauth.DPoP(client, keys);
  const { verifier, parameters } = await request();
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams(parameters);
  const back = oauth.validateAuthResponse(server, client, await signedIn(url), parameters.state);
  const tokens = await withNonce(
    () => oauth.authorizationCodeGrantRequest(server, client, oauth.None(), back, callback, verifier, { DPoP }),
    (answer) => oauth.processAuthorizationCodeResponse(server, client, answer),
  );

  let call;
  const take = async (target, init) => {
    call = new Request(target, init);
    return new Response();
  };
  const api = new URL('https://api.example.com/orders');
  await oauth.protectedResourceRequest(tokens.access_token, 'GET', api, undefined, undefined, { DPoP, [oauth.customFetch]: take });
  const claims = await oauth.validateJwtAccessToken(server, call, provider.issuer, { requireDPoP: true });

  assert.equal(claims.sub, '2');
});

test('openid-client: the nonce is no concern of the application', async () => {
  const config = await oidc.discovery(new URL(provider.issuer), 'app', undefined, oidc.None());
  const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email offline_access',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    dpop_jkt: await DPoP.calculateThumbprint(),
  });
  const tokens = await oidc.authorizationCodeGrant(config, await signedIn(url), { pkceCodeVerifier }, undefined, { DPoP });
  const profile = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP });
  const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });

  assert.equal(tokens.token_type, 'dpop');
  assert.equal(profile.email, 'john.doe@example.com');
  assert.equal(refreshed.token_type, 'dpop');
  await assert.rejects(oidc.fetchUserInfo(config, refreshed.access_token, '2'), { status: 401 });
});

/** What a browser keeps in its database. */
function keyStore() {
  const kept = new Map();
  return {
    set: async (name, key) => void kept.set(name, key),
    get: async (name) => kept.get(name) ?? null,
    remove: async (name) => void kept.delete(name),
    getAllKeys: async () => [...kept.keys()],
  };
}

test('oidc-client-ts: code and refresh are bound to the key, and a page is told why one is refused', async (t) => {
  const { InMemoryWebStorage, OidcClient, WebStorageStateStore } = require('oidc-client-ts');
  globalThis.window = globalThis;
  t.after(() => delete globalThis.window);
  const page = (more) =>
    new OidcClient({
      authority: provider.issuer,
      client_id: 'app',
      redirect_uri: callback,
      scope: 'openid email offline_access',
      dpop: { store: keyStore() },
      stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      ...more,
    });
  const signIn = async (client) => client.processSigninResponse((await signedIn(new URL((await client.createSigninRequest({})).url))).href);
  const client = page();
  const tokens = await signIn(client);
  const refreshed = await client.useRefreshToken({ state: tokens });
  await client.revokeToken(refreshed.refresh_token, 'refresh_token');

  assert.equal(tokens.token_type, 'DPoP');
  assert.equal(refreshed.token_type, 'DPoP');
  await assert.rejects(client.useRefreshToken({ state: refreshed }), { name: 'ErrorResponse', error: 'invalid_grant' });
  await assert.rejects(signIn(page({ loadUserInfo: true })), { error: 'invalid_token' });
});

test('openid-client: a request that the application signs, by itself and pushed', async () => {
  const { privateKey, file } = await jwks('ES256');
  await provider.addClient(
    'signer',
    ...['--auth-method', 'private_key_jwt', '--jwks-file', file, '--request-objects', 'required'],
    ...['--redirect-uri', 'https://signer.example.com/callback'],
  );
  const config = await oidc.discovery(new URL(provider.issuer), 'signer', undefined, oidc.PrivateKeyJwt(privateKey));
  for (const pushed of [false, true]) {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const parameters = {
      redirect_uri: 'https://signer.example.com/callback',
      scope: 'openid email',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      login_hint: 'john.doe@example.com',
    };
    const signed = await oidc.buildAuthorizationUrlWithJAR(config, parameters, privateKey);
    const url = pushed ? await oidc.buildAuthorizationUrlWithPAR(config, signed.searchParams) : signed;
    const browser = await new Browser('https://signer.example.com/').open(url);
    await browser.signIn();
    const tokens = await oidc.authorizationCodeGrant(config, browser.url, { pkceCodeVerifier });

    assert.equal(tokens.claims().sub, '2');
  }
});
