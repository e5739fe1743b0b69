'use strict';

const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { browse, launch, signIn } = require('./chromium');
const { guideFiles } = require('./guides');
const { freePort } = require('./ports');
const vestibule = require('./vestibule');

// A website by Next.js signs its customers in by next-auth, as docs/clients.md shows it.

const SOURCES = path.join(__dirname, 'next');
const FOLDER = path.join(__dirname, 'target', 'next');
const ENDED = 60_000;

let provider;
let chromium;
let tls;
let next;
let home;

before(async () => {
  [provider, chromium, tls] = await Promise.all([vestibule.provide(), launch(), vestibule.terminate()]);
  home = `https://${tls.host}/`;
  const uris = ['--redirect-uri', `${home}api/auth/callback/vestibule`, '--post-logout-redirect-uri', home];
  const secret = await provider.addClient('shop', ...uris);
  install();
  const port = await freePort();
  tls.to(port);
  next = await start(port, { CLIENT_SECRET: secret, NEXTAUTH_SECRET: randomBytes(32).toString('hex'), NEXTAUTH_URL: home });
});

after(async () => {
  next?.kill();
  await chromium.close();
  tls.close();
  await provider.stop();
});

/** Next.js wants a folder of its own, with its libraries in it. */
function install() {
  fs.cpSync(SOURCES, FOLDER, { recursive: true });
  const files = guideFiles('Auth.js', 'js', {
    'https://signin.example.com/portals/1': provider.issuer,
    'https://shop.example.com/': home,
  });
  for (const [name, code] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(FOLDER, name)), { recursive: true });
    fs.writeFileSync(path.join(FOLDER, name), code);
  }
  const installed = path.join(FOLDER, 'node_modules', '.package-lock.json');
  const isStale = !fs.existsSync(installed) || fs.statSync(installed).mtime < fs.statSync(path.join(SOURCES, 'package-lock.json')).mtime;
  if (isStale) run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
  run('npx', 'next', 'build');
}

function run(program, ...words) {
  execFileSync(program, words, { cwd: FOLDER, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function start(port, settings) {
  const log = path.join(__dirname, 'target', 'next.log');
  const out = fs.openSync(log, 'w');
  const program = path.join(FOLDER, 'node_modules', 'next', 'dist', 'bin', 'next');
  const words = [program, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, words, { cwd: FOLDER, env: { ...process.env, ...settings }, stdio: ['ignore', out, out] });
  for (const until = Date.now() + ENDED; Date.now() < until && child.exitCode === null; ) {
    if (await fetch(home).then(({ ok }) => ok, () => false)) return child;
    await new Promise((later) => setTimeout(later, 200));
  }
  child.kill();
  throw new Error(`Next.js doesn't serve: ${fs.readFileSync(log, 'utf8').slice(-4000)}`);
}

test('a customer signs in, is known by name and id, and signs out of both', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(home);
  await page.getByRole('button', { name: 'Enter' }).click();
  await signIn(page);
  await page.getByText('John Doe').waitFor();
  assert.equal(page.url(), home);
  const { user } = await page.evaluate(async () => (await fetch('/api/auth/session')).json());
  assert.deepEqual({ id: user.id, email: user.email }, { id: '2', email: 'john.doe@example.com' });

  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'Enter' }).waitFor();
  assert.equal(page.url(), home);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByLabel('Email address or username').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('who is signed in already comes back without a question', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/sign-in/1`);
  await signIn(page);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.goto(home);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByText('John Doe').waitFor();
  assert.deepEqual(faults, []);
  await close();
});
