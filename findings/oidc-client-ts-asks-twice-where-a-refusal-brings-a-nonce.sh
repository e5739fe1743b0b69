#!/usr/bin/env bash
# With DPoP, oidc-client-ts takes each refusal that brings a nonce for the want of one: it asks again, and the page never learns the reason.
#
# Expected: a request is made again for the error use_dpop_nonce (RFC 9449 section 8). A server may supply the next nonce early (section 8.2), and
#   any other error is told as without DPoP: signinSilent() fails with an ErrorResponse whose `error` is invalid_grant, and the page signs in anew.
# Versions: npm oidc-client-ts 3.5.0, Node.js 20.
# Behaviour: any answer of the token endpoint that isn't good and has a DPoP-Nonce is raised as ErrorDPoPNonce, whatever its error. The code or
#   refresh token is sent once more, with the new nonce. The second refusal ends it, as an ErrorDPoPNonce again: it has no `error`, only a message
#   of JSON. 429 and 503 are asked again at once in the same way. A server that sends the nonce with good answers and use_dpop_nonce alone is
#   understood.
# Seen (the refresh token has ended; the page has a good nonce):
#   400 invalid_grant: asked 1 time, ErrorResponse, error invalid_grant
#   400 invalid_grant with a DPoP-Nonce: asked 2 times, ErrorDPoPNonce, error undefined
#   429 temporarily_unavailable: asked 1 time, ErrorResponse, error temporarily_unavailable
#   429 temporarily_unavailable with a DPoP-Nonce: asked 2 times, ErrorDPoPNonce, error undefined
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit oidc-client-ts@3.5.0 >/dev/null

cat >check.mjs <<'JS'
import http from 'node:http';
import * as oidc from 'oidc-client-ts';

globalThis.window = globalThis;
let asked;
let refusal;
const server = http.createServer((request, response) => {
  const proof = JSON.parse(Buffer.from(request.headers.dpop.split('.')[1], 'base64url'));
  response.setHeader('Content-Type', 'application/json');
  if (!proof.nonce) return response.writeHead(400, { 'DPoP-Nonce': 'first' }).end('{"error": "use_dpop_nonce"}');
  asked++;
  return response.writeHead(refusal.status, refusal.headers).end(JSON.stringify({ error: refusal.error }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;

const refused = async (status, error, headers = {}) => {
  refusal = { status, error, headers };
  const kept = new Map();
  const store = {
    set: async (key, value) => void kept.set(key, value),
    get: async (key) => kept.get(key) ?? null,
    remove: async (key) => void kept.delete(key),
    getAllKeys: async () => [...kept.keys()],
  };
  const users = new oidc.UserManager({
    authority: url,
    metadata: { issuer: url, token_endpoint: `${url}/token` },
    client_id: 'page',
    redirect_uri: `${url}/callback`,
    automaticSilentRenew: false,
    dpop: { store },
    userStore: new oidc.WebStorageStateStore({ store: new oidc.InMemoryWebStorage() }),
    stateStore: new oidc.WebStorageStateStore({ store: new oidc.InMemoryWebStorage() }),
  });
  const expires_at = Math.floor(Date.now() / 1000) + 60;
  const profile = { sub: '1', iss: url, aud: 'page', exp: expires_at, iat: expires_at - 60 };
  await users.storeUser(new oidc.User({ access_token: 'a', refresh_token: 'r', token_type: 'DPoP', scope: 'openid', profile, expires_at }));
  await users.signinSilent().catch(() => {}); // learns a nonce
  asked = 0;
  const raised = await users.signinSilent().catch((failure) => failure);
  const nonce = Object.keys(headers).map((name) => ` with a ${name}`);
  const times = `${asked} time${asked === 1 ? '' : 's'}`;
  console.log(`${status} ${error}${nonce}: asked ${times}, ${raised.constructor.name}, error ${raised.error}`);
};

for (const [status, error] of [[400, 'invalid_grant'], [429, 'temporarily_unavailable']]) {
  await refused(status, error);
  await refused(status, error, { 'DPoP-Nonce': 'next' });
}
process.exit();
JS
seen=$(node check.mjs)
printf '%s\n' "$seen"
[ "$seen" = '400 invalid_grant: asked 1 time, ErrorResponse, error invalid_grant
400 invalid_grant with a DPoP-Nonce: asked 2 times, ErrorDPoPNonce, error undefined
429 temporarily_unavailable: asked 1 time, ErrorResponse, error temporarily_unavailable
429 temporarily_unavailable with a DPoP-Nonce: asked 2 times, ErrorDPoPNonce, error undefined' ] || { echo 'The behaviour has changed.'; exit 1; }
