#!/usr/bin/env bash
# A Next.js application that deletes next-auth's session cookie by its name signs nobody out behind https, though it does on localhost.
#
# Expected: cookies.delete(name) of a NextResponse, which the documents give as the way to delete a cookie, deletes it.
# Versions: npm next 16.4.6, playwright-core 1.65.1, Chromium 156.0.8078.108 (Debian's chromium; CHROMIUM names another), Node.js 20.
# Behaviour: the Set-Cookie that deletes has no Secure attribute. next-auth's cookie is called next-auth.session-token on http, and
#   __Secure-next-auth.session-token behind https. A browser ignores every Set-Cookie of a name with that prefix (or __Host-) that lacks Secure
#   (RFC 6265bis section 4.1.3), without a word to the page. With `secure` beside the name it is deleted.
# Seen:
#   delete(name): __Secure-next-auth.session-token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT
#     next-auth.session-token: deleted; __Secure-next-auth.session-token: still there
#   delete({ name, secure: true }): __Secure-next-auth.session-token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure
#     next-auth.session-token: deleted; __Secure-next-auth.session-token: deleted
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium)} || { echo 'Chromium is needed (Debian: chromium).'; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit --omit=optional next@16.4.6 react@19.3.1 react-dom@19.3.1 playwright-core@1.65.1 >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -subj /CN=localhost -days 2 2>/dev/null

cat >check.js <<'JS'
const fs = require('node:fs');
const https = require('node:https');
const { NextResponse } = require('next/server');
const { chromium } = require('playwright-core');

const NAMES = ['next-auth.session-token', '__Secure-next-auth.session-token'];
const deleted = (argument) => {
  const answer = NextResponse.json({});
  answer.cookies.delete(argument);
  return answer.headers.get('set-cookie');
};
const ways = { 'delete(name)': (name) => name, 'delete({ name, secure: true })': (name) => ({ name, secure: true }) };

(async () => {
  let lines;
  const server = https.createServer({ key: fs.readFileSync('key.pem'), cert: fs.readFileSync('certificate.pem') }, (request, response) => {
    response.setHeader('Set-Cookie', request.url === '/in' ? NAMES.map((name) => `${name}=a; Path=/; Secure; HttpOnly`) : lines);
    response.setHeader('Content-Type', 'text/html').end('<!DOCTYPE html>');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = await chromium.launch({ executablePath: process.argv[2] });
  for (const [way, argument] of Object.entries(ways)) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    lines = NAMES.map((name) => deleted(argument(name)));
    for (const step of ['in', 'out']) await page.goto(`https://localhost:${server.address().port}/${step}`);
    const left = (await context.cookies()).map(({ name }) => name);
    console.log(`${way}: ${lines[1]}`);
    console.log(`  ${NAMES.map((name) => `${name}: ${left.includes(name) ? 'still there' : 'deleted'}`).join('; ')}`);
  }
  await browser.close();
  process.exit();
})();
JS
seen=$(node check.js "$chromium")
printf '%s\n' "$seen"
[ "$seen" = 'delete(name): __Secure-next-auth.session-token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT
  next-auth.session-token: deleted; __Secure-next-auth.session-token: still there
delete({ name, secure: true }): __Secure-next-auth.session-token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure
  next-auth.session-token: deleted; __Secure-next-auth.session-token: deleted' ] || { echo 'The behaviour has changed.'; exit 1; }
