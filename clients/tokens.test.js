'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const vestibule = require('./vestibule');

// A portal's server verifies access tokens by npm's jose, as docs/verifying-tokens.md shows it.

const { issuer } = vestibule;
let server;
let token;
let verify;

before(async () => {
  const { createRemoteJWKSet, jwtVerify } = await import('jose');
  server = await vestibule.start();
  const keys = createRemoteJWKSet(new URL(`https://${server.host}/.well-known/jwks.json`));
  verify = (jwt, portal) =>
    jwtVerify(jwt, keys, { issuer, audience: `${issuer}/portals/${portal}`, algorithms: ['ES256'], typ: 'at+jwt' });
  const answer = await fetch(`https://${server.host}/api/rest/portal/password-login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'john.doe@example.com', password: 'correct horse 9' }),
  });
  token = (await answer.json()).access_token;
});

after(() => server.stop());

test('an access token is verified with the key set', async () => {
  const { payload } = await verify(token, 1);

  assert.equal(payload.sub, '2');
  assert.equal(payload.client_id, 'portal-1');
});

test('a changed token is refused, and so is that of another portal', async () => {
  const [header, claims, signature] = token.split('.');
  const other = JSON.parse(Buffer.from(claims, 'base64url'));
  const forged = Buffer.from(JSON.stringify({ ...other, sub: '3' })).toString('base64url');

  await assert.rejects(verify(`${header}.${forged}.${signature}`, 1), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  await assert.rejects(verify(token, 2), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
});
