'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { Browser } = require('./browser');
const { guide, write } = require('./guides');
const { freePort } = require('./ports');
const vestibule = require('./vestibule');

// A website in PHP signs its customers in by jumbojett/openid-connect-php, as docs/clients.md shows it.

const ENDED = 30_000;

let provider;
let tls;
let php;
let home;

before(async () => {
  [provider, tls] = await Promise.all([vestibule.provide(), vestibule.terminate()]);
  home = `https://${tls.host}/`;
  const secret = await provider.addClient('shop', '--redirect-uri', `${home}callback`, '--post-logout-redirect-uri', home);
  const site = write(
    'php/index.php',
    guide('PHP', 'php', { 'https://signin.example.com/portals/1': provider.issuer, 'https://shop.example.com/': home }),
  );
  fs.cpSync(path.join(__dirname, 'php'), path.join(path.dirname(site), 'vendor'), { recursive: true });
  const port = await freePort();
  tls.to(port);
  php = await start(site, port, secret);
});

after(async () => {
  php?.kill();
  tls.close();
  await provider.stop();
});

async function start(site, port, secret) {
  const log = path.join(__dirname, 'target', 'php.log');
  const out = fs.openSync(log, 'w');
  const trusts = ['-d', `curl.cainfo=${path.join(process.env.CLIENTS_TLS, 'certificate.pem')}`];
  const stdio = ['ignore', out, out];
  const child = spawn('php', [...trusts, '-S', `127.0.0.1:${port}`, site], { env: { ...process.env, CLIENT_SECRET: secret }, stdio });
  for (const until = Date.now() + ENDED; Date.now() < until && child.exitCode === null; ) {
    if (await fetch(`http://127.0.0.1:${port}/`).then(({ ok }) => ok, () => false)) return child;
    await new Promise((later) => setTimeout(later, 100));
  }
  child.kill();
  throw new Error(`PHP doesn't serve: ${fs.readFileSync(log, 'utf8').slice(-4000)}`);
}

test('a customer who opens their account signs in, and is known by name', async () => {
  const browser = await new Browser().open(`${home}account`);
  assert.equal(browser.url.origin, provider.url);
  await browser.signIn();

  assert.equal(browser.url.href, `${home}account`);
  assert.match(browser.html, /John Doe/);
});

test('who leaves is signed out of both', async () => {
  const browser = await new Browser().open(`${home}account`);
  await browser.signIn();
  await browser.submit({ leave: 'yes' });
  assert.equal(browser.url.href, home);
  await browser.open(`${home}account`);

  assert.equal(browser.url.pathname, '/sign-in/1');
});

test("another browser's answer, and a refusal, sign nobody in", async () => {
  const other = await new Browser(`${home}callback?`).open(`${home}account`);
  await other.signIn();
  const browser = await new Browser().open(`${home}account`);
  for (const url of [other.url, `${home}callback?error=access_denied`]) {
    await browser.open(url);
    assert.equal(browser.status, 400);
  }
  await browser.open(`${home}account`);

  assert.ok(other.url.searchParams.get('code'));
  assert.equal(browser.url.pathname, '/sign-in/1');
});
