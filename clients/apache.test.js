'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { Browser } = require('./browser');
const { guide } = require('./guides');
const { freePort } = require('./ports');
const vestibule = require('./vestibule');

// Debian's Apache signs customers in by mod_auth_openidc before an application, as docs/clients.md shows it.

const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'proxy', 'proxy_http', 'auth_openidc'];
let provider;
let behind;
let apache;
let folder;
let home;

before(async () => {
  provider = await vestibule.provide();
  behind = http.createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
  await new Promise((listening) => behind.listen(0, '127.0.0.1', listening));
  const port = await freePort();
  home = `http://localhost:${port}`;
  const secret = await provider.addClient('shop', '--redirect-uri', `${home}/callback`, '--post-logout-redirect-uri', `${home}/`);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vestibule-apache-'));
  fs.chmodSync(folder, 0o755); // Apache's workers are another user
  fs.copyFileSync(path.join(process.env.CLIENTS_TLS, 'certificate.pem'), path.join(folder, 'certificate.pem'));
  fs.writeFileSync(path.join(folder, 'apache.conf'), configuration(port));
  apache = await start(port, secret);
});

after(async () => {
  if (apache?.exitCode === null) {
    const ended = new Promise((exit) => apache.on('exit', exit));
    apache.kill();
    await ended;
  }
  behind.close();
  fs.rmSync(folder, { recursive: true, force: true });
  await provider.stop();
});

const configuration = (port) => `
${MODULES.map((module) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so`).join('\n')}
Listen 127.0.0.1:${port}
ServerName localhost
User www-data
Group www-data
DefaultRuntimeDir ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
OIDCCABundlePath ${folder}/certificate.pem
${guide('mod_auth_openidc', 'apache', {
  'https://signin.example.com': provider.url,
  'https://shop.example.com': home,
  'http://127.0.0.1:3000': `http://127.0.0.1:${behind.address().port}`,
})}`;

async function start(port, secret) {
  const env = { ...process.env, CLIENT_SECRET: secret, CRYPTO_PASSPHRASE: randomUUID() };
  const child = spawn('apache2', ['-f', path.join(folder, 'apache.conf'), '-DFOREGROUND'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const until = Date.now() + 30_000; Date.now() < until && child.exitCode === null; ) {
    if (await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false)) return child;
    await new Promise((later) => setTimeout(later, 100));
  }
  child.kill();
  const log = path.join(folder, 'error.log');
  throw new Error(`Apache doesn't serve: ${fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : child.exitCode}`);
}

test('the application reads in headers who has signed in', async () => {
  const browser = await new Browser().open(`${home}/account`);
  assert.equal(browser.url.origin, provider.url);
  await browser.signIn();
  const headers = JSON.parse(browser.html);

  assert.equal(browser.url.href, `${home}/account`);
  assert.equal(headers.oidc_claim_sub, '2');
  assert.equal(headers.oidc_claim_email, 'john.doe@example.com');
  assert.equal(headers.oidc_claim_name, 'John Doe');
});

test('no browser can say who has signed in', async () => {
  const forged = { OIDC_CLAIM_sub: '3', 'OIDC-CLAIM-email': 'jane.doe@example.com', OIDC_CLAIM_admin: 'yes' };
  const browser = await new Browser('nowhere:', forged).open(`${home}/account`);
  await browser.signIn();
  const headers = JSON.parse(browser.html);

  assert.equal(headers.oidc_claim_sub, '2');
  assert.deepEqual(Object.keys(headers).filter((name) => /^oidc-|admin/.test(name)), []);
});

test('signing out there signs out here', async () => {
  const browser = await new Browser().open(`${home}/account`);
  await browser.signIn();
  await browser.open(`${home}/callback?logout=${encodeURIComponent(`${home}/`)}`);
  const left = browser.url.href;
  await browser.open(`${home}/account`);

  assert.equal(left, `${home}/`);
  assert.equal(browser.url.pathname, '/sign-in/1');
});
