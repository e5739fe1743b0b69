'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const path = require('node:path');
const { after, before, test } = require('node:test');
const application = require('./application');
const { browse, launch, signIn } = require('./chromium');
const { look } = require('./looks');
const { totp } = require('./totp');
const vestibule = require('./vestibule');

// Our pages in Chromium: axe-core finds nothing on any of them, light or dark; nothing that they do is forbidden by their own policy; an
// application is reached behind each form; and they need no script.

const PASSWORD = 'correct horse 9';
/** The customer with a second factor. */
const JANE = 'jane.doe@example.com';

let provider;
let chromium;
let shop;
let secret;

before(async () => {
  [provider, chromium, shop] = await Promise.all([vestibule.provide(), launch(), application.listen()]);
  const places = [`http://localhost:${shop.port}`, 'http://127.0.0.1', 'http://[::1]', 'com.example.shop:'];
  await provider.addClient(
    ...['shop', '--public', ...places.flatMap((place) => ['--redirect-uri', `${place}/callback`])],
    ...['--post-logout-redirect-uri', `${places[0]}/`],
  );
  await provider.addClient('partner', '--public', '--third-party', '--redirect-uri', `${places[0]}/callback`);
  secret = await enrol();
});

after(async () => {
  await chromium.close();
  shop.close();
  await provider.stop();
});

async function api(verb, body, token) {
  const answer = await fetch(`${provider.url}/api/rest/portal/${verb}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, `${verb}: ${await answer.clone().text()}`);
  return answer.json();
}

async function enrol() {
  const { access_token } = await api('password-login', { email: JANE, password: PASSWORD });
  const { secret } = await api('second-factor/totp', { password: PASSWORD }, access_token);
  await api('second-factor/totp/confirm', { code: totp(secret) }, access_token);
  return secret;
}

const request = (more) => application.codeRequest(provider, shop, more);

const focused = (page) => page.evaluate(() => document.activeElement.id);

const button = (page, name) => page.getByRole('button', { name, exact: true });

test('signing in, with what can go wrong', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/sign-in/1`);
  await look(page, 'sign-in');
  await page.getByLabel('Email address or username').fill('testtest123');
  await button(page, 'Next').click();
  await look(page, 'password');
  await page.getByLabel('Password').fill('wrong');
  await button(page, 'Sign in').click();
  await look(page, 'password-wrong');
  await page.getByLabel('Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('registering', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/register/1`);
  await look(page, 'register');
  await page.getByLabel('Email address').fill('john.doe@example.com');
  await page.getByLabel('Password').fill('password');
  await button(page, 'Create account').click();
  await page.getByRole('alert').first().waitFor();
  assert.equal(await focused(page), 'password');
  await look(page, 'register-refused');
  await page.getByLabel('Email address').fill('new.customer@example.com');
  await page.getByLabel('Password').fill('a fine long one');
  await button(page, 'Create account').click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.goto(await provider.mailedLink('new.customer@example.com'));
  await look(page, 'verify');
  await page.getByRole('button').click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await look(page, 'verify-done');
  assert.deepEqual(faults, []);
  await close();
});

test('a forgotten password, and a link by mail', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(`${provider.url}/forgot/1`);
  await look(page, 'forgot');
  await page.getByLabel('Email address or username').fill('someone@example.com');
  await button(page, 'Send').click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  await look(page, 'notice');
  await page.goto(await provider.mailedLink('someone@example.com'));
  await look(page, 'reset');
  await page.getByLabel('New password').fill('password');
  await page.getByRole('button').click();
  await page.getByRole('alert').waitFor();
  await look(page, 'reset-refused');
  await page.getByLabel('New password').fill('a fine long one');
  await page.getByRole('button').click();
  await page.getByText('Your new password is saved').waitFor();
  await look(page, 'reset-done');
  await page.goto(request());
  await page.getByLabel('Email address or username').fill('testtest123');
  await button(page, 'Next').click();
  await button(page, 'Email me a sign-in link instead').click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  await page.goto(await provider.mailedLink('john.doe@example.com'));
  await look(page, 'link');
  await button(page, 'Sign in').click();
  await page.getByText('Back at the shop').waitFor();
  assert.ok(shop.last().parameters.get('code'));
  assert.deepEqual(faults, []);
  await close();
});

test('a second factor', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(request());
  await signIn(page, JANE);
  await page.getByLabel('Code').waitFor();
  await look(page, 'code');
  await page.getByLabel('Code').fill('000000');
  await button(page, 'Confirm').click();
  await page.getByRole('alert').waitFor();
  await look(page, 'code-wrong');
  await page.getByLabel('Code').fill(totp(secret, 1));
  await button(page, 'Confirm').click();
  await page.getByText('Back at the shop').waitFor();
  await page.goto(`${provider.url}/account/1/second-factor`);
  await look(page, 'second-factor');
  await page.goto(`${provider.url}/account/1/email`);
  await page.getByLabel('New email address').fill('jane.roe@example.com');
  await button(page, 'Change').click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('A code that your app shows now').getAttribute('aria-invalid'), 'true');
  await look(page, 'email-refused');
  assert.deepEqual(faults, []);
  await close();
});

test('consent, the account, and signing out', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(request({ client_id: 'partner' }));
  await signIn(page);
  await button(page, 'Agree').waitFor();
  await look(page, 'consent');
  await button(page, 'Agree').click();
  await page.getByText('Back at the shop').waitFor();
  assert.equal(shop.last().parameters.get('state'), 'kept');

  await page.goto(`${provider.url}/account/1/email`);
  await look(page, 'email');
  await page.goto(`${provider.url}/account/1`);
  await look(page, 'account');
  await page.getByLabel('Current password').fill('wrong');
  await page.getByLabel('New password').fill('another fine one');
  await button(page, 'Save').click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('Current password').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.getByLabel('New password').getAttribute('aria-invalid'), null);
  await look(page, 'account-refused');
  await page.getByRole('button', { name: 'Take back what partner may see' }).click();
  await page.getByRole('status').waitFor();
  await look(page, 'account-done');

  await page.goto(`${provider.url}/account/1/profile`);
  await look(page, 'profile');
  await page.getByLabel('Phone', { exact: true }).fill('call me');
  await button(page, 'Save').click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('Phone', { exact: true }).getAttribute('aria-invalid'), 'true');
  await look(page, 'profile-refused');

  await page.goto(`${provider.url}/sign-out/1`);
  await look(page, 'sign-out');
  await button(page, 'Sign out').click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await look(page, 'signed-out');
  assert.deepEqual(faults, []);
  await close();
});

test('who signs out without an ID token is asked, and sent back to the application', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(request());
  await signIn(page);
  await page.getByText('Back at the shop').waitFor();
  const back = { client_id: 'shop', post_logout_redirect_uri: `http://localhost:${shop.port}/`, state: 'left' };
  await page.goto(`${provider.issuer}/logout?${new URLSearchParams(back)}`);
  shop.last();
  await button(page, 'Sign out').click();
  await page.getByText('Back at the shop').waitFor();
  assert.equal(shop.last().parameters.get('state'), 'left');
  assert.deepEqual(faults, []);
  await close();
});

test('refusals and wrong addresses', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(request({ redirect_uri: 'https://elsewhere.example.com/' }));
  await look(page, 'refusal');
  await page.goto(`${provider.url}/sign-in/9`);
  await look(page, 'unknown');
  assert.deepEqual(faults, []);
  await close();
});

test('an app that listens at an address of the machine is reached from the form', async () => {
  for (const host of ['127.0.0.1', '[::1]']) {
    const { page, faults, close } = await browse(chromium);
    await page.goto(request({ redirect_uri: `http://${host}:${shop.port}/callback` }));
    await signIn(page);
    await page.getByText('Back at the shop').waitFor();
    assert.equal(new URL(page.url()).hostname, host);
    assert.deepEqual(faults, []);
    await close();
  }
});

test('an application may send its customer on to another host of its own, behind either form', async (context) => {
  const home = `http://localhost:${shop.port}/home`;
  const away = http.createServer((_, response) => response.writeHead(303, { Location: home }).end());
  context.after(() => away.close());
  await new Promise((listening) => away.listen(0, '127.0.0.1', listening));
  for (const response_mode of ['query', 'form_post']) {
    const { page, faults, close } = await browse(chromium);
    await page.goto(request({ response_mode, redirect_uri: `http://127.0.0.1:${away.address().port}/callback` }));
    await signIn(page);
    await page.getByText('Back at the shop').waitFor();
    assert.equal(page.url(), home);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("an app's own scheme may be asked for from the form", async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(request({ redirect_uri: 'com.example.shop:/callback' }));
  const asked = page.waitForRequest((sent) => sent.url().startsWith('com.example.shop:/callback?code='));
  await signIn(page);
  await asked;
  assert.deepEqual(faults, []);
  await close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`the answer is posted to the application, ${javaScriptEnabled ? 'at once' : 'and without a script by a button'}`, async () => {
    const { page, faults, close } = await browse(chromium, { javaScriptEnabled });
    await page.goto(request({ client_id: 'partner', response_mode: 'form_post', prompt: 'consent' }));
    await signIn(page);
    await button(page, 'Agree').click();
    if (!javaScriptEnabled) await button(page, 'Continue').click();
    await page.getByText('Back at the shop').waitFor();
    const { method, parameters } = shop.last();
    assert.equal(method, 'POST');
    assert.equal(parameters.get('state'), 'kept');
    assert.equal(parameters.get('iss'), provider.issuer);
    assert.deepEqual(faults, []);
    await close();
  });
}

test('the page that posts the answer can be seen where the application takes its time', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.goto(request({ response_mode: 'form_post' }));
  const callback = `http://localhost:${shop.port}/callback`;
  await page.route(callback, (route) => route.abort('aborted'));
  const posted = page.waitForRequest(callback); // by a script behind the style sheet, maybe before the page counts as loaded
  await signIn(page);
  await button(page, 'Continue').waitFor();
  await look(page, 'form-post', posted);
  assert.deepEqual(faults, []);
  await close();
});

test('no words are too long for the narrowest screen, in any language', async () => {
  const { page, close } = await browse(chromium, { viewport: { width: 320, height: 640 } });
  for (const language of ['en', 'de', 'es', 'fr']) {
    for (const name of ['sign-in', 'register', 'forgot', 'signed-out']) {
      await page.goto(`${provider.url}/${name}/1?ui_locales=${language}`);
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), `${name}, ${language}`);
    }
  }
  await close();
});

test('what a portal looks like that has a logo, a colour and terms of its own', async () => {
  const { page, faults, close } = await browse(chromium);
  await page.setContent('<p style="display: inline-block; margin: 0; font: bold 96px sans-serif; color: #7a4b00">Example</p>');
  const logo = path.join(__dirname, 'target', 'logo.png');
  await page.locator('p').screenshot({ path: logo });
  const links = ['--terms-url', 'https://example.com/terms', '--privacy-url', 'https://example.com/privacy'];
  await provider.command('portal', 'set', '1', '--logo-file', logo, '--accent-color', '#ffcc00', ...links);
  const image = page.locator('.logo img');
  do {
    await page.goto(`${provider.url}/sign-in/1`);
  } while ((await image.count()) === 0); // a node knows within a second
  const [shown, told] = await image.evaluate((img) => [
    [img.naturalWidth > 0, img.width, img.height],
    [true, Number(img.getAttribute('width')), Number(img.getAttribute('height'))],
  ]);
  assert.deepEqual(shown, told);
  await look(page, 'branded-sign-in');
  await page.goto(`${provider.url}/register/1`);
  await look(page, 'branded-register');
  await page.goto(`${provider.url}/forgot/1`);
  await page.getByLabel('Email address or username').fill('someone@example.com');
  await button(page, 'Send').click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  await page.goto(await provider.mailedLink('someone@example.com'));
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await look(page, 'branded-reset');
  const none = ['--logo-file', '', '--accent-color', '', '--terms-url', '', '--privacy-url', ''];
  await provider.command('portal', 'set', '1', ...none);
  assert.deepEqual(faults, []);
  await close();
});
