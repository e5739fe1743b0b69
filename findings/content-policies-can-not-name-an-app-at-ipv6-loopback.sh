#!/usr/bin/env bash
# A sign-in page's form-action can't name http://[::1]:port, so a native app that listens there is never reached.
#
# Expected: a content security policy that names the redirect URI's origin lets the browser be redirected there after the form, as it does
#   for http://127.0.0.1:port. RFC 8252 section 7.3 has both for native apps, which should use whichever is there.
# Versions: Chromium 156.0.8078.108 (Debian's chromium; CHROMIUM names another), npm playwright-core 1.65.1, Node.js 20.
# Behaviour: the source isn't valid (CSP Level 3 section 2.3.1: a host is letters, digits and "-") and is ignored. The redirect that follows
#   the form is blocked: the customer has signed in and stays on the page. The console doesn't name the app, but says that the form's own
#   address violates form-action 'self'. Of IP addresses only 127.0.0.1 ever matches a source (section 6.7.2.10). For [::1] a policy has to
#   name the scheme, http:, and so every host.
# Seen:
#   127.0.0.1, form-action http://127.0.0.1:PORT: reached
#   [::1], form-action http://[::1]:PORT: blocked; "http://[::1]:PORT" is no valid source; the console blames the page's own address
#   [::1], form-action http:: reached
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium)} || { echo 'Chromium is needed (Debian: chromium).'; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit playwright-core@1.65.1 >/dev/null

cat >check.js <<'JS'
const http = require('node:http');
const { setTimeout } = require('node:timers/promises');
const { chromium } = require('playwright-core');

const serve = async (host, port, answer) => {
  const server = http.createServer(answer);
  await new Promise((listening, failed) => server.on('error', failed).listen(port, host, listening));
  return server;
};
const page = (response, body) => response.setHeader('Content-Type', 'text/html').end(`<!DOCTYPE html><link rel="icon" href="data:,">${body}`);

(async () => {
  let policy;
  let target;
  const signIn = await serve('127.0.0.1', 0, (request, response) => {
    if (request.method === 'POST') return response.writeHead(303, { Location: target }).end();
    response.setHeader('Content-Security-Policy', `default-src 'none'; img-src data:; form-action 'self' ${policy}`);
    return page(response, '<form method="post"><button>Sign in</button></form>');
  });
  const app = (request, response) => page(response, 'the app');
  const four = await serve('127.0.0.1', 0, app);
  const { port } = four.address();
  const six = await serve('::1', port, app);
  const browser = await chromium.launch({ executablePath: process.argv[2] });

  for (const [host, source] of [['127.0.0.1', `http://127.0.0.1:${port}`], ['[::1]', `http://[::1]:${port}`], ['[::1]', 'http:']]) {
    policy = source;
    target = `http://${host}:${port}/callback`;
    const tab = await browser.newPage();
    const said = [];
    tab.on('console', (message) => said.push(message.text()));
    await tab.goto(`http://127.0.0.1:${signIn.address().port}/`);
    await tab.getByRole('button').click({ noWaitAfter: true });
    const reached = await tab.waitForURL(target, { timeout: 4000 }).then(() => true, () => false);
    const blamed = () => said.find((text) => /^Sending form data to/.test(text))?.match(/'([^']*)'/)[1];
    for (let tries = 0; !reached && !blamed() && tries < 50; tries++) await setTimeout(100);
    const invalid = said.some((text) => /invalid source/.test(text)) ? `; "${source}" is no valid source` : '';
    const why = blamed() ? `; the console blames ${blamed() === tab.url() ? "the page's own address" : blamed()}` : '';
    console.log(`${host}, form-action ${source}: ${reached ? 'reached' : 'blocked'}${invalid}${why}`.replaceAll(port, 'PORT'));
    await tab.close();
  }
  await browser.close();
  process.exit();
})();
JS
seen=$(node check.js "$chromium")
printf '%s\n' "$seen"
[ "$seen" = "127.0.0.1, form-action http://127.0.0.1:PORT: reached
[::1], form-action http://[::1]:PORT: blocked; \"http://[::1]:PORT\" is no valid source; the console blames the page's own address
[::1], form-action http:: reached" ] || { echo 'The behaviour has changed.'; exit 1; }
