#!/usr/bin/env bash
# A provider that begins to say who it is, as RFC 9207 wants, ends the sign-in at every Auth.js application that named its endpoints alone.
#
# Expected: a new parameter of the answer is ignored by whoever doesn't know it (RFC 6749 section 4.1.2), or checked by whoever knows the issuer.
# Versions: npm @auth/core 0.41.3 (Auth.js, next-auth 5), next-auth 4.24.15 with next 16.4.6, Node.js 20.
# Behaviour: a provider of type "oauth" that is configured by its three endpoints needs no `issuer`. An answer with `iss` is refused then, before
#   the code is redeemed. Auth.js compares it with an issuer of its own, https://authjs.dev, which nobody configured; the log calls the value
#   unexpected. next-auth 4 asks for an issuer. The customer sees "there is a problem with the server configuration", or the sign-in page again.
#   `issuer`, which nothing else here needs, is the cure. GitHub began to send `iss` in April 2026, and met this (panva/oauth4webapi, issue 226).
# Seen:
#   Auth.js, no iss: signed in
#   Auth.js, iss: error=Configuration, log: unexpected "iss" (issuer) response parameter value, expected https://authjs.dev
#   Auth.js, iss and an issuer configured: signed in
#   next-auth 4, no iss: signed in
#   next-auth 4, iss: error=OAuthCallback, log: issuer must be configured on the issuer
#   next-auth 4, iss and an issuer configured: signed in
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir five four
for part in five four; do (cd "$part" && npm init --yes >/dev/null); done
(cd five && npm install --silent --no-fund --no-audit @auth/core@0.41.3 >/dev/null)
(cd four && npm install --silent --no-fund --no-audit --omit=optional next-auth@4.24.15 next@16.4.6 react@19.3.1 react-dom@19.3.1 >/dev/null)

cat >check.mjs <<'JS'
import http from 'node:http';
import { createRequire } from 'node:module';

const home = 'http://localhost:3000';
Object.assign(process.env, { NEXTAUTH_URL: home, NODE_ENV: 'production' });
const { Auth } = createRequire(`${process.cwd()}/five/`)('@auth/core');
const { default: NextAuth } = createRequire(`${process.cwd()}/four/`)('next-auth');

const server = http.createServer((request, response) => {
  const body = request.url === '/token' ? { access_token: 'a', token_type: 'Bearer', expires_in: 600 } : { sub: '1', name: 'Ann' };
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const provider = `http://127.0.0.1:${server.address().port}`;

let log;
const options = (issuer) => ({
  secret: 'thirty-two characters of a secret',
  logger: { warn() {}, debug() {}, error: (code, more) => (log = code.cause?.err ?? more?.error) },
  providers: [
    {
      ...{ id: 'p', name: 'P', type: 'oauth', clientId: 'shop', clientSecret: 'secret', checks: ['state'], issuer },
      ...{ authorization: `${provider}/authorize`, token: `${provider}/token`, userinfo: `${provider}/userinfo` },
      profile: ({ sub, name }) => ({ id: sub, name }),
    },
  ],
});

const five = (issuer) => (request) => Auth(request, { ...options(issuer), basePath: '/api/auth', trustHost: true });

/** As Next.js' Pages Router calls it. */
const four = (issuer) => async (request) => {
  const { pathname, searchParams } = new URL(request.url);
  const body = Object.fromEntries(new URLSearchParams(await request.text()));
  const cookies = Object.fromEntries((request.headers.get('cookie') ?? '').split('; ').map((pair) => pair.split(/=(.*)/s).map(decodeURIComponent)));
  const query = { ...Object.fromEntries(searchParams), nextauth: pathname.split('/').slice(3) };
  return new Promise((answered) => {
    const headers = {};
    const send = (body) => {
      const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((line) => [name, line]));
      answered(new Response(typeof body === 'object' ? JSON.stringify(body) : body, { status: answer.statusCode, headers: lines }));
    };
    const answer = {
      statusCode: 200,
      status: (statusCode) => Object.assign(answer, { statusCode }),
      getHeader: (name) => headers[name],
      setHeader: (name, value) => {
        headers[name] = value;
        return answer;
      },
      ...{ send, json: send, end: send },
    };
    NextAuth({ method: request.method, headers: Object.fromEntries(request.headers), query, cookies, body }, answer, options(issuer));
  });
};

const signIn = async (application, iss) => {
  const jar = {};
  const open = async (path, body) => {
    const headers = { Cookie: Object.entries(jar).map((pair) => pair.join('=')).join('; '), Host: 'localhost:3000' };
    const answer = await application(new Request(`${home}/api/auth/${path}`, { method: body ? 'POST' : 'GET', headers, body }));
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      jar[name] = value;
    }
    return answer;
  };
  log = undefined;
  const { csrfToken } = await (await open('csrf')).json();
  const left = await open('signin/p', new URLSearchParams({ csrfToken, callbackUrl: `${home}/in` }));
  const state = new URL(left.headers.get('Location')).searchParams.get('state');
  const back = await open(`callback/p?${new URLSearchParams({ code: 'c', state, ...iss })}`);
  const { href, searchParams } = new URL(back.headers.get('Location'));
  if (href === `${home}/in`) return 'signed in';
  const expected = log.cause?.expected ? `, expected ${log.cause.expected}` : '';
  return `error=${searchParams.get('error')}, log: ${log.message}${expected}`;
};

for (const [name, application] of Object.entries({ 'Auth.js': five, 'next-auth 4': four })) {
  console.log(`${name}, no iss: ${await signIn(application())}`);
  console.log(`${name}, iss: ${await signIn(application(), { iss: provider })}`);
  console.log(`${name}, iss and an issuer configured: ${await signIn(application(provider), { iss: provider })}`);
}
process.exit();
JS
seen=$(node check.mjs)
printf '%s\n' "$seen"
[ "$seen" = 'Auth.js, no iss: signed in
Auth.js, iss: error=Configuration, log: unexpected "iss" (issuer) response parameter value, expected https://authjs.dev
Auth.js, iss and an issuer configured: signed in
next-auth 4, no iss: signed in
next-auth 4, iss: error=OAuthCallback, log: issuer must be configured on the issuer
next-auth 4, iss and an issuer configured: signed in' ] || { echo 'The behaviour has changed.'; exit 1; }
