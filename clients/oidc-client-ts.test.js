'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { browse, launch, signIn } = require('./chromium');
const { guide } = require('./guides');
const vestibule = require('./vestibule');

// A page without a server signs its customers in by npm's oidc-client-ts, in Chromium, as docs/clients.md shows it.

const PAGE = `<!DOCTYPE html>
<html lang="en">
<title>Shop</title>
<link rel="icon" href="data:,">
<p id="who"></p>
<button id="in">Enter</button> <button id="out">Leave</button>
<script type="importmap">{"imports": {"oidc-client-ts": "/library/oidc-client-ts.js", "jwt-decode": "/library/jwt-decode.js"}}</script>
<script type="module">
  import * as shop from '/shop.js';
  const user = await shop.start();
  Object.assign(window, { shop });
  document.getElementById('in').onclick = shop.signIn;
  document.getElementById('out').onclick = shop.signOut;
  document.getElementById('who').textContent = user ? user.profile.name : 'nobody';
</script>
`;
const LIBRARY = {
  '/library/oidc-client-ts.js': 'oidc-client-ts/dist/esm/oidc-client-ts.js',
  '/library/jwt-decode.js': 'jwt-decode/build/esm/index.js',
};

let provider;
let chromium;
let site;
let home;

before(async () => {
  [provider, chromium, site] = await Promise.all([vestibule.provide(), launch(), listen()]);
  home = `http://localhost:${site.address().port}/`;
  await provider.addClient('shop-page', '--public', '--redirect-uri', `${home}callback`, '--post-logout-redirect-uri', home);
});

after(async () => {
  await chromium.close();
  site.close();
  await provider.stop();
});

async function listen() {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, home);
    if (pathname === '/' || pathname === '/callback') return response.setHeader('Content-Type', 'text/html').end(PAGE);
    response.setHeader('Content-Type', 'text/javascript');
    if (pathname in LIBRARY) return response.end(fs.readFileSync(path.join(__dirname, 'node_modules', LIBRARY[pathname])));
    const to = { 'https://shop.example.com/': home, 'https://signin.example.com/portals/1': provider.issuer };
    return response.end(guide('oidc-client-ts', 'js', to));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

test('a customer signs in by typing, the page renews its tokens, and signs out', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(home);
  await page.getByText('nobody').waitFor();
  await page.getByRole('button', { name: 'Enter' }).click();
  await signIn(page);
  await page.getByText('John Doe').waitFor();
  const first = await page.evaluate(() => window.shop.users.getUser());
  const renewed = await page.evaluate(() => window.shop.users.signinSilent());
  assert.equal(page.url(), home);
  assert.equal(first.profile.email, 'john.doe@example.com');
  assert.equal(renewed.profile.sub, '2');
  assert.notEqual(renewed.access_token, first.access_token);
  assert.notEqual(renewed.refresh_token, first.refresh_token);

  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByText('nobody').waitFor();
  assert.equal(page.url(), home);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByLabel('Email address or username').waitFor();
  assert.deepEqual(faults, []);
  await close();
});
