#!/usr/bin/env bash
# A customer who reloads the page that they came back to has openid-connect-php redeem the code of the sign-in a second time.
#
# Expected: the state is used up by the first answer, so a second one with it goes no further than the application: the code isn't sent to the
#   token endpoint again. RFC 6749 section 4.1.2 wants a server to revoke what a code became that comes twice, so that the reload would undo the
#   sign-in.
# Versions: jumbojett/openid-connect-php 1.0.2 (as in clients/php), PHP 8.2 with phpseclib 3.0.19 (Debian's), Node.js 20.
# Behaviour: authenticate() sends the code first, and compares the state after. The README's page calls authenticate() where it greets the
#   customer, so code and state stay in the address, and a reload sends both again. A server that follows the RFC then revokes the access and
#   refresh tokens that the application has just got. An application is safe that sends the customer on from the redirect URI at once, so that
#   there is no page to reload.
# Seen (the state is the right one at first, and used up at the reload):
#   first: hello 1, code redeemed 1 time
#   reload: refused by the server, code redeemed 2 times
set -euo pipefail
library=$(cd "$(dirname "${BASH_SOURCE[0]}")/../clients/php" && pwd)
for file in /usr/share/php/phpseclib3/autoload.php "$(compgen -G '/etc/php/*/mods-available/curl.ini' | head -n 1)"; do
  [ -e "$file" ] || { echo 'PHP with curl and phpseclib 3 is needed (Debian: php-cli, php-curl, php-phpseclib3).'; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The README's example.
cat >index.php <<'PHP'
<?php
require getenv('LIBRARY') . '/autoload.php';
$oidc = new Jumbojett\OpenIDConnectClient(getenv('ISSUER'), 'shop', 'secret');
$oidc->setRedirectURL(getenv('HOME_URL'));
try {
    $oidc->authenticate();
    echo 'hello ' . $oidc->requestUserInfo('sub');
} catch (Jumbojett\OpenIDConnectClientException $refusal) {
    echo $refusal->getMessage() === 'used before' ? 'refused by the server' : 'refused by the library';
}
PHP

cat >check.js <<'JS'
const { spawn } = require('node:child_process');
const { generateKeyPairSync, sign } = require('node:crypto');
const http = require('node:http');
const net = require('node:net');
const { setTimeout } = require('node:timers/promises');

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims) => {
  const text = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
};
let nonce;
let redeemed = 0;
let issuer;

(async () => {
  const server = http.createServer((request, response) => {
    const json = (status, body) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (request.url.startsWith('/userinfo')) return json(200, { sub: '1' });
    if (request.url === '/jwks') return json(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    if (request.url === '/token') {
      if (++redeemed > 1) return json(400, { error: 'invalid_grant', error_description: 'used before' });
      const now = Math.floor(Date.now() / 1000);
      const id_token = jwt({ iss: issuer, aud: 'shop', sub: '1', nonce, iat: now, exp: now + 600 });
      return json(200, { access_token: 'a', token_type: 'Bearer', expires_in: 600, id_token });
    }
    return json(200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  issuer = `http://127.0.0.1:${server.address().port}`;
  const free = net.createServer();
  await new Promise((listening) => free.listen(0, '127.0.0.1', listening));
  const { port } = free.address();
  await new Promise((closed) => free.close(closed));
  const home = `http://127.0.0.1:${port}/`;
  const env = { ...process.env, LIBRARY: process.argv[2], ISSUER: issuer, HOME_URL: home };
  const php = spawn('php', ['-S', `127.0.0.1:${port}`, 'index.php'], { env, stdio: 'ignore' });
  const open = (url, cookie) => fetch(url, { redirect: 'manual', headers: cookie ? { Cookie: cookie } : {} });
  let left;
  for (let tries = 0; !left && tries < 100; tries++) left = await open(home).catch(() => setTimeout(100));
  const cookie = left.headers.get('set-cookie').split(';')[0];
  const request = new URL(left.headers.get('location')).searchParams;
  nonce = request.get('nonce');
  for (const visit of ['first', 'reload']) {
    const said = await (await open(`${home}?code=good&state=${request.get('state')}`, cookie)).text();
    console.log(`${visit}: ${said}, code redeemed ${redeemed} time${redeemed === 1 ? '' : 's'}`);
  }
  php.kill();
  process.exit();
})();
JS
seen=$(node check.js "$library")
printf '%s\n' "$seen"
[ "$seen" = 'first: hello 1, code redeemed 1 time
reload: refused by the server, code redeemed 2 times' ] || { echo 'The behaviour has changed.'; exit 1; }
