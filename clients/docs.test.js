'use strict';

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { promisify } = require('node:util');
const { browse, launch } = require('./chromium');
const { picture } = require('./looks');
const vestibule = require('./vestibule');

// The API reference in Chromium: calls are sent from it, and all that it loads is the server's own.

let provider;
let chromium;

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

test('a call is shown in four languages, and sent from the page', async () => {
  const { page, faults, close } = await browse(chromium);
  const elsewhere = [];
  page.on('request', (request) => !request.url().startsWith(provider.url) && !request.url().startsWith('data:') && elsewhere.push(request.url()));
  await page.goto(`${provider.url}/docs`);
  await page.getByRole('link', { name: /^Keaze/ }).click();
  const operation = page.locator('#operations-password-passwordLogin');
  await operation.locator('.opblock-summary-control').click();
  const request = operation.getByRole('region', { name: 'The request in code' });
  for (const [language, word] of Object.entries({ Python: 'urllib.request', Java: 'HttpRequest', JavaScript: 'await fetch', curl: "curl -i -X POST '" })) {
    await request.getByRole('button', { name: language, exact: true }).click();
    const code = await request.locator('pre').textContent();
    assert.ok(code.includes(word), code);
    assert.ok(code.includes(`${provider.url}/api/rest/portal/password-login`), code);
  }
  await operation.locator('textarea').first().fill('{"email":"john.doe@example.com","password":"correct horse 9"}');
  await request.getByText('correct horse 9').waitFor();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table').getByText('"token_type"').waitFor();
  await picture(page, 'docs');
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(faults, []);
  await close();
});

test('parameters of a path are shown, and an optional header is sent only if it is typed', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/docs/keaze#/password/passwordLogin`);
  const operation = page.locator('#operations-password-passwordLogin');
  const request = operation.getByRole('region', { name: 'The request in code' });
  await operation.locator('tr[data-param-name="Idempotency-Key"]').waitFor();
  await request.getByText('Content-Type').waitFor();
  assert.doesNotMatch(await request.locator('pre').textContent(), /Idempotency-Key|Portal-Id/);
  await operation.locator('tr[data-param-name="Portal-Id"] input').fill('2');
  await request.getByText("-H 'Portal-Id: 2'").waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), 'the page is wider than 360 pixels');
  assert.deepEqual(faults, []);
  await close();
});

test('credentials that are given once go with the calls', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/docs/sonar`);
  await page.getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.dialog-ux');
  await dialog.locator('input').nth(0).fill('demo');
  await dialog.locator('input').nth(1).fill('demo-secret');
  await dialog.locator('button.authorize').click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  const operation = page.locator('.opblock', { hasText: '/api/v1/customer_portal/auth' }).first();
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('textarea').first().fill('{"username":"TestTest123","password":"correct horse 9"}');
  const request = operation.getByRole('region', { name: 'The request in code' });
  await request.getByText('Basic ZGVtbzpkZW1vLXNlY3JldA==').waitFor();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table').getByText('"contact_name"').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a file goes with a call of the admin API, and the code that does the same does it', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vestibule-docs-'));
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  fs.writeFileSync(path.join(folder, 'logo.png'), picture);
  const [key] = /vst_\S+/.exec(await provider.command('apikey', 'add', 'docs', '--role', 'owner'));
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/docs/admin#/portals/setLogo`);
  await page.getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.dialog-ux');
  await dialog.locator('input').first().fill(key);
  await dialog.locator('button.authorize').first().click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
  const operation = page.locator('#operations-portals-setLogo');
  await operation.locator('tr[data-param-name="portal"] input').fill('1');
  await operation.locator('tr[data-param-name="If-Match"] input').fill('*');
  await operation.locator('input[type=file]').setInputFiles(path.join(folder, 'logo.png'));
  const request = operation.getByRole('region', { name: 'The request in code' });
  const code = async (language) => {
    await request.getByRole('button', { name: language, exact: true }).click();
    await request.getByText('logo.png').waitFor();
    return request.locator('pre').textContent();
  };
  const run = (program, ...words) => promisify(execFile)(program, words, { cwd: folder });
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  const here = (text) => text.replaceAll(provider.url, provider.inner);
  const { stdout: byCurl } = await run('sh', '-c', here(await code('curl')));
  assert.match(byCurl, /^HTTP\/1\.1 200 /);
  write('request.mjs', here(await code('JavaScript')));
  assert.match((await run('node', 'request.mjs')).stdout, /^200 .*"width":1/);
  write('request.py', here(await code('Python')));
  assert.match((await run('python3', 'request.py')).stdout, /^200 .*"width":1/);
  write('Main.java', here(await code('Java')));
  assert.match((await run(path.join(process.env.JAVA_HOME, 'bin', 'java'), 'Main.java')).stdout, /^200 .*"width":1/);
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table').getByText('"image/png"').waitFor();
  assert.deepEqual(faults, []);
  await close();
  fs.rmSync(folder, { recursive: true });
});
