#!/usr/bin/env bash
# oidc-client-ts asks for new tokens each second or two when an access token holds a minute or less.
#
# Expected: a token of 60 seconds is renewed about once a minute, one of 90 seconds some time before its end.
# Versions: npm oidc-client-ts 3.5.0, Node.js 20.
# Behaviour: it renews 60 seconds before the end (accessTokenExpiringNotificationTimeInSeconds). Where the token doesn't hold that long, the
#   time is set to one second instead of to a part of the token's life. The new token holds no longer, so it goes on like this for as long as
#   the page is open: a rotation of the refresh token each second or two per tab, until a rate limit or the log notices. A token of 61
#   seconds is renewed each second or two as well. One of 90 seconds is renewed after 30.
# Seen:
#   expires_in 60: 5 or more renewals in 12 seconds
#   expires_in 61: 5 or more renewals in 12 seconds
#   expires_in 90: 0 renewals in 12 seconds
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

const provider = async (expires_in) => {
  let renewals = 0;
  const server = http.createServer((request, response) => {
    renewals++;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in, scope: 'openid' }));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}`;
  const users = new oidc.UserManager({
    authority: url,
    metadata: { issuer: url, token_endpoint: `${url}/token` },
    client_id: 'page',
    redirect_uri: `${url}/callback`,
    userStore: new oidc.WebStorageStateStore({ store: new oidc.InMemoryWebStorage() }),
    stateStore: new oidc.WebStorageStateStore({ store: new oidc.InMemoryWebStorage() }),
  });
  const expires_at = Math.floor(Date.now() / 1000) + expires_in;
  const profile = { sub: '1', iss: url, aud: 'page', exp: expires_at, iat: expires_at - expires_in };
  await users.storeUser(new oidc.User({ access_token: 'a', refresh_token: 'r', token_type: 'Bearer', scope: 'openid', profile, expires_at }));
  await users.getUser();
  await setTimeout(12_000);
  users.stopSilentRenew();
  await users.events.unload();
  server.closeAllConnections();
  server.close();
  console.log(`expires_in ${expires_in}: ${renewals >= 5 ? '5 or more' : renewals} renewals in 12 seconds`);
};

for (const life of [60, 61, 90]) await provider(life);
process.exit();
JS
seen=$(node check.mjs)
printf '%s\n' "$seen"
[ "$seen" = 'expires_in 60: 5 or more renewals in 12 seconds
expires_in 61: 5 or more renewals in 12 seconds
expires_in 90: 0 renewals in 12 seconds' ] || { echo 'The behaviour has changed.'; exit 1; }
