#!/usr/bin/env bash
# A page with oidc-client-ts loses its customer when the sign-in server restarts in the second of the renewal.
#
# Expected: a refresh that is answered by 503, or by nobody, is tried again: the access token still holds a minute then, and nothing says
#   that the refresh token is bad.
# Versions: npm oidc-client-ts 3.5.0, Node.js 20.
# Behaviour: the automatic renewal asks once. 503 (whatever Retry-After says) and a refused connection end it as invalid_grant does: the event
#   silentRenewError is raised, and no timer is set again. The access token runs out a minute later with a good refresh token beside it. Only
#   the time-out of an invisible frame is tried again (maxSilentRenewTimeoutRetries).
# Seen (the server is well again a second later, the token holds 62 seconds, the page waits 20):
#   503: asked 1 time, silentRenewError "Service Unavailable (503): {}", renewed: false
#   connection refused: asked 0 times, silentRenewError "fetch failed", renewed: false
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit oidc-client-ts@3.5.0 >/dev/null

cat >check.mjs <<'JS'
import http from 'node:http';
import { setTimeout } from 'node:timers/promises';
import * as oidc from 'oidc-client-ts';

const listen = (server, port) => new Promise((listening) => server.listen(port, '127.0.0.1', listening));

const outage = async (kind) => {
  let asked = 0;
  let down = true;
  const server = http.createServer((request, response) => {
    asked++;
    if (down) return response.writeHead(503, { 'Retry-After': '1' }).end();
    response.setHeader('Content-Type', 'application/json');
    return response.end('{"access_token": "new", "refresh_token": "r2", "token_type": "Bearer", "expires_in": 900, "scope": "openid"}');
  });
  await listen(server, 0);
  const { port } = server.address();
  const url = `http://127.0.0.1:${port}`;
  const users = new oidc.UserManager({
    authority: url,
    metadata: { issuer: url, token_endpoint: `${url}/token` },
    client_id: 'page',
    redirect_uri: `${url}/callback`,
    userStore: new oidc.WebStorageStateStore({ store: new oidc.InMemoryWebStorage() }),
    stateStore: new oidc.WebStorageStateStore({ store: new oidc.InMemoryWebStorage() }),
  });
  if (kind === 'connection refused') await new Promise((closed) => server.close(closed));
  const expires_at = Math.floor(Date.now() / 1000) + 62;
  const profile = { sub: '1', iss: url, aud: 'page', exp: expires_at, iat: expires_at - 62 };
  await users.storeUser(new oidc.User({ access_token: 'old', refresh_token: 'r1', token_type: 'Bearer', scope: 'openid', profile, expires_at }));
  const failed = new Promise((raised) => users.events.addSilentRenewError(raised));
  await users.getUser();
  const error = await failed;
  await setTimeout(1000);
  down = false;
  if (kind === 'connection refused') await listen(server, port);
  await setTimeout(20_000);
  const renewed = (await users.getUser()).access_token === 'new';
  users.stopSilentRenew();
  await users.events.unload();
  server.closeAllConnections();
  server.close();
  console.log(`${kind}: asked ${asked} time${asked === 1 ? '' : 's'}, silentRenewError "${error.message}", renewed: ${renewed}`);
};

for (const kind of ['503', 'connection refused']) await outage(kind);
process.exit();
JS
seen=$(node check.mjs)
printf '%s\n' "$seen"
[ "$seen" = '503: asked 1 time, silentRenewError "Service Unavailable (503): {}", renewed: false
connection refused: asked 0 times, silentRenewError "fetch failed", renewed: false' ] || { echo 'The behaviour has changed.'; exit 1; }
