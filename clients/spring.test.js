'use strict';

const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { Browser } = require('./browser');
const { guide, write } = require('./guides');
const { freePort } = require('./ports');
const vestibule = require('./vestibule');

// Spring Security signs customers in and guards an API, as docs/clients.md shows it.

const ENDED = 60_000;
let provider;
let application;
let home;

before(async () => {
  provider = await vestibule.provide();
  home = `http://localhost:${await freePort()}`;
  const callback = `${home}/login/oauth2/code/vestibule`;
  const secret = await provider.addClient(
    'shop',
    ...['--redirect-uri', callback, '--post-logout-redirect-uri', `${home}/`],
    ...['--backchannel-logout-uri', `${home}/logout/connect/back-channel/vestibule`],
  );
  write('spring/application.yaml', guide('Spring Security', 'yaml', { 'https://signin.example.com/portals/1': provider.issuer }));
  write('spring/shop/Shop.java', guide('Spring Security', 'java', {}));
  execFileSync('mvn', ['-B', '-q', 'package'], { cwd: path.join(__dirname, 'spring'), stdio: 'inherit' });
  application = await start(secret);
});

after(async () => {
  application?.kill();
  await provider.stop();
});

async function start(secret) {
  const trusts = [`-Djavax.net.ssl.trustStore=${path.join(process.env.CLIENTS_TLS, 'trust.p12')}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
  const jar = path.join(__dirname, 'spring', 'target', 'vestibule-spring-client-1.jar');
  const log = path.join(__dirname, 'target', 'spring.log');
  const out = fs.openSync(log, 'w');
  const environment = { ...process.env, CLIENT_SECRET: secret, SHOP_API: home, SERVER_PORT: new URL(home).port, SERVER_ADDRESS: '127.0.0.1' };
  const process_ = spawn(path.join(process.env.JAVA_HOME, 'bin', 'java'), [...trusts, '-jar', jar], { env: environment, stdio: ['ignore', out, out] });
  for (const until = Date.now() + ENDED; Date.now() < until && process_.exitCode === null; ) {
    if (await fetch(home).then(({ ok }) => ok, () => false)) return process_;
    await new Promise((later) => setTimeout(later, 200));
  }
  process_.kill();
  throw new Error(`Spring doesn't serve: ${fs.readFileSync(log, 'utf8').slice(-4000)}`);
}

test('a page that wants a customer leads to our pages and back', async () => {
  const browser = await new Browser().open(`${home}/account`);
  assert.equal(browser.url.origin, provider.url);
  await browser.signIn();

  assert.equal(browser.url.pathname, '/account');
  assert.deepEqual(JSON.parse(browser.html), { id: '2', email: 'john.doe@example.com', by: ['pwd'] });
});

test('an API takes the access token, and no other', async () => {
  const browser = await new Browser().open(`${home}/orders`);
  await browser.signIn();

  assert.deepEqual(JSON.parse(browser.html), { customer: '2' });
  assert.equal((await fetch(`${home}/api/orders`)).status, 401);
  assert.equal((await fetch(`${home}/api/orders`, { headers: { Authorization: 'Bearer e30.e30.e30' } })).status, 401);
});

test('signing out there signs out here', async () => {
  const browser = await new Browser().open(`${home}/account`);
  await browser.signIn();
  await browser.open(`${home}/logout`);
  await browser.submit({});
  const left = browser.url.href;
  await browser.open(`${home}/account`);

  assert.equal(left, `${home}/`);
  assert.equal(browser.url.pathname, '/sign-in/1');
});

test('a session that ends here ends there', async () => {
  const browser = await new Browser().open(`${home}/account`);
  await browser.signIn();
  await provider.command('customer', 'end-sessions', '2');
  for (const until = Date.now() + ENDED; browser.url.pathname === '/account' && Date.now() < until; ) {
    await new Promise((later) => setTimeout(later, 200));
    await browser.open(`${home}/account`);
  }

  assert.equal(browser.url.pathname, '/sign-in/1');
});
