'use strict';

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { promisify } = require('node:util');
const { browse, launch, signIn } = require('./chromium');
const { look, watchLayout } = require('./looks');
const { totp } = require('./totp');
const vestibule = require('./vestibule');

// The try-it portal in Chromium: each flow of it, by the calls that it shows; axe-core finds nothing, light or dark; nothing is forbidden by
// the page's own policy, nothing moves by itself, and the keyboard alone does.

const PASSWORD = 'correct horse 9';

let provider;
let chromium;

before(async () => {
  [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
});

after(async () => {
  await chromium.close();
  await provider.stop();
});

/** A browser at the try-it portal, at a view of it. */
async function visit(view = '') {
  const browser = await browse(chromium);
  await browser.context.addInitScript(watchLayout);
  await browser.page.goto(`${provider.url}/demo${view}`);
  await browser.page.getByRole('heading', { level: 2 }).first().waitFor();
  return browser;
}

const button = (page, name) => page.getByRole('button', { name, exact: true });
const heading = (page, name) => page.getByRole('heading', { name, exact: true, level: 2 });
const said = (page, text) => page.getByRole('status').getByText(text).waitFor();
const main = (page, name) => page.locator('#views').getByRole('link', { name, exact: true });

/** Waits for a mail in the dev inbox beside, and follows its link. */
async function follow(page, address) {
  const mail = page.locator('#inbox li', { hasText: `to ${address}` }).last();
  await mail.getByRole('link').click();
}

/** The latest call of that path in the panel, opened. */
async function call(page, text) {
  const entry = page.locator('#calls li', { hasText: text }).last();
  await entry.locator('summary').click();
  return entry;
}

async function register(page, email, password = PASSWORD) {
  await main(page, 'Register').click();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('First name').fill('Nora');
  await page.getByLabel('Last name').fill('Quist');
  await page.getByLabel('Password').fill(password);
  await button(page, 'Register').click();
  await heading(page, 'Profile').waitFor();
}

/** Verifies the address, on the server's own page: codes aren't mailed to one that isn't. */
async function verify(page, address) {
  const opened = page.waitForEvent('popup');
  await follow(page, address);
  const tab = await opened;
  await tab.getByRole('button').click();
  await tab.getByRole('heading', { name: 'Thank you' }).waitFor();
  await tab.close();
}

async function enter(page, email, password = PASSWORD) {
  await page.getByLabel('Email address or username').fill(email);
  await page.getByLabel('Password').fill(password);
  await button(page, 'Sign in').click();
}

async function leave(page) {
  await main(page, 'Profile').click();
  await button(page, 'Sign out').click();
  await heading(page, 'Sign in').waitFor();
}

test('registering, the profile, and every call with a curl that does the same', async () => {
  const { page, faults, close } = await visit();
  await look(page, 'demo-sign-in');
  await main(page, 'Register').click();
  await button(page, 'Register').click();
  await page.locator('#field-email-fault').waitFor();
  assert.equal(await page.getByLabel('Email address').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-email');
  await look(page, 'demo-register');
  await register(page, 'nora.demo@example.com');
  await said(page, 'Registered.');
  await page.getByLabel('Phone').fill('+44 20 7946 0123');
  await button(page, 'Save').click();
  await said(page, 'Saved.');
  const shown = await call(page, 'PATCH /api/rest/portal/profile');
  await shown.getByText('"phone": "+44 20 7946 0123"').waitFor();
  const command = await shown.locator('pre').last().textContent();
  const curl = command.replace(/^curl /, `curl -s --cacert ${path.join(process.env.CLIENTS_TLS, 'certificate.pem')} `);
  const { stdout } = await promisify(execFile)('sh', ['-c', curl]);
  assert.match(stdout, /^HTTP\/1\.1 200 /);
  assert.match(stdout, /"phone":"\+44 20 7946 0123"/);
  await look(page, 'demo-account');
  assert.deepEqual(faults, []);
  await close();
});

test('signing in by password, with what can go wrong, and out', async () => {
  const { page, faults, close } = await visit();
  await enter(page, 'john.doe@example.com', 'wrong');
  await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
  await enter(page, 'john.doe@example.com');
  await heading(page, 'Profile').waitFor();
  await page.reload();
  await heading(page, 'Profile').waitFor();
  await button(page, 'Refresh the tokens').click();
  await said(page, 'The tokens are new.');
  await leave(page);
  assert.deepEqual(faults, []);
  await close();
});

test('a link by mail, from the inbox beside', async () => {
  const { page, faults, close } = await visit();
  await page.getByLabel('Email address or username').fill('someone@example.com');
  await button(page, 'Mail me a link').click();
  await said(page, 'A link is in the dev inbox.');
  await follow(page, 'someone@example.com');
  await heading(page, 'Sign in by a link').waitFor();
  await look(page, 'demo-link');
  await button(page, 'Sign in').click();
  await page.getByText('Signed in as').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('registering without a password', async () => {
  const { page, faults, close } = await visit('#/register');
  await page.getByLabel('Email address').fill('mara.demo@example.com');
  await button(page, 'Register without a password').click();
  await follow(page, 'mara.demo@example.com');
  await button(page, 'Sign in').click();
  await page.getByText('Signed in as mara.demo@example.com').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a forgotten password, and a change of it', async () => {
  const { page, faults, close } = await visit();
  await register(page, 'forgetful@example.com');
  await leave(page);
  await main(page, 'Forgotten password').click();
  await page.getByLabel('Email address').fill('forgetful@example.com');
  await button(page, 'Send').click();
  await said(page, 'a link is in the dev inbox.');
  await page.locator('#inbox li', { hasText: 'to forgetful@example.com' }).getByRole('link', { name: 'Open the link here' }).click();
  await page.getByLabel('New password').fill('a fine long one');
  await button(page, 'Save').click();
  await said(page, 'The password is new.');
  await enter(page, 'forgetful@example.com', 'a fine long one');
  await main(page, 'Password').click();
  await page.getByLabel('Current password').fill('a fine long one');
  await page.getByLabel('New password').fill('another fine one');
  await look(page, 'demo-password');
  await button(page, 'Save').click();
  await said(page, 'The password is new');
  assert.deepEqual(faults, []);
  await close();
});

test('a change of the address', async () => {
  const { page, faults, close } = await visit();
  await register(page, 'before@example.com');
  await main(page, 'Address').click();
  await button(page, 'Mail me a link to change it').click();
  await said(page, 'A link that changes the address');
  await look(page, 'demo-address');
  await page.locator('#inbox li', { hasText: 'to before@example.com' }).getByRole('link', { name: 'Open the link here' }).click();
  await page.getByLabel('Current email address').fill('before@example.com');
  await page.getByLabel('New email address').fill('after@example.com');
  await button(page, 'Change the address').click();
  await said(page, 'The address is changed.');
  await main(page, 'Profile').click();
  await page.getByText('Signed in as after@example.com').waitFor();
  await page.locator('#inbox').getByText('to after@example.com').waitFor();
  assert.ok((await page.locator('#inbox').getByText('to before@example.com').count()) >= 2, 'a mail lost its address');
  assert.deepEqual(faults, []);
  await close();
});

test('a second factor: set up, asked for, and turned off by a code from the mail', async () => {
  const { page, faults, close } = await visit();
  await register(page, 'careful@example.com');
  await verify(page, 'careful@example.com');
  await main(page, 'Second factor').click();
  await page.getByLabel('Password').fill(PASSWORD);
  await button(page, 'Set up an app').click();
  const secret = await page.locator('#secret').textContent();
  await look(page, 'demo-second-factor');
  await page.getByLabel('First code of the app').fill(totp(secret));
  await button(page, 'Turn it on').click();
  await said(page, 'The second factor is on.');
  assert.equal(await page.locator('.codes li').count(), 10);
  await leave(page);
  await enter(page, 'careful@example.com');
  await heading(page, 'Second factor').waitFor();
  await look(page, 'demo-code');
  await page.getByLabel('Code').fill('000000');
  await button(page, 'Confirm').click();
  await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
  await page.getByLabel('Code').fill(totp(secret, 1));
  await button(page, 'Confirm').click();
  await heading(page, 'Profile').waitFor();
  await main(page, 'Second factor').click();
  await button(page, 'Mail me a code').click();
  await said(page, 'A code is in the dev inbox.');
  const mail = page.locator('#inbox li', { hasText: 'Your code for' }).last();
  await mail.locator('summary').click();
  const [code] = /\b\d{8}\b/.exec(await mail.locator('pre').textContent());
  await page.getByLabel('Code').fill(code);
  await button(page, 'Turn it off').click();
  await said(page, 'The second factor is off.');
  assert.deepEqual(faults, []);
  await close();
});

test('a passkey: added, signing in, and removed', async () => {
  const { page, context, faults, close } = await visit();
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await register(page, 'keyed@example.com');
  await main(page, 'Passkeys').click();
  await page.getByLabel('Password').fill(PASSWORD);
  await button(page, 'Add a passkey').click();
  await said(page, 'The passkey signs in from now on.');
  await look(page, 'demo-passkeys');
  await leave(page);
  await button(page, 'Sign in with a passkey').click();
  await page.getByText('Signed in as keyed@example.com').waitFor();
  await main(page, 'Passkeys').click();
  await page.getByLabel('Password').fill(PASSWORD);
  await button(page, 'Remove My device').click();
  await said(page, 'The passkey is removed.');
  assert.deepEqual(faults, []);
  await close();
});

test('sessions: listed, and the others ended', async () => {
  const other = await visit();
  await register(other.page, 'twice@example.com');
  const { page, faults, close } = await visit();
  await enter(page, 'twice@example.com');
  await main(page, 'Sessions').click();
  await page.getByText('This session, by password').waitFor();
  await look(page, 'demo-sessions');
  await page.getByLabel('Password').fill(PASSWORD);
  await button(page, 'End all others').click();
  await said(page, 'The other sessions have ended.');
  await main(other.page, 'Sessions').click();
  await heading(other.page, 'Sign in').waitFor();
  assert.deepEqual(faults, []);
  await close();
  await other.close();
});

test('signing in by OpenID Connect, and out', async () => {
  const { page, faults, close } = await visit();
  await button(page, 'Sign in by OpenID Connect').click();
  await signIn(page, 'john.doe@example.com');
  await heading(page, 'Signed in by OpenID Connect').waitFor();
  assert.ok(!page.url().includes('code='));
  await page.locator('#view').getByText('"email": "john.doe@example.com"').first().waitFor();
  await look(page, 'demo-openid');
  await button(page, 'Refresh the tokens').click();
  await said(page, 'The tokens are new.');
  await button(page, 'Sign out').click();
  await heading(page, 'Sign in').waitFor();
  assert.equal(page.url().split(/[#?]/)[0], `${provider.url}/demo`);
  assert.deepEqual(faults, []);
  await close();
});

test('an answer to a request of another page redeems no code', async () => {
  const { page, close } = await visit();
  await page.goto(`${provider.url}/demo?code=stolen&state=forged&iss=${encodeURIComponent(provider.issuer)}`);
  await said(page, 'This answer is not to a request of this page.');
  assert.equal(await page.locator('#calls li').count(), 0);
  await close();
});

test('the keyboard alone signs in and out', async () => {
  const { page, faults, close } = await visit();
  const reach = async (name) => {
    for (let steps = 0; steps < 30; steps++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const { labels, textContent, tagName } = document.activeElement;
        return tagName === 'INPUT' ? labels[0].textContent : textContent;
      });
      if (at === name) return;
    }
    assert.fail(`${name} isn't reached`);
  };
  await reach('Password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await heading(page, 'Profile').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Profile');
  await reach('Sign out');
  await page.keyboard.press('Space');
  await heading(page, 'Sign in').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

for (const [size, viewport] of Object.entries({ phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } })) {
  test(`nothing moves by itself, on a ${size}`, async () => {
    const { page, faults, close } = await visit();
    await page.setViewportSize(viewport);
    await page.reload();
    await heading(page, 'Sign in').waitFor();
    await enter(page, 'john.doe@example.com');
    for (const name of ['Address', 'Second factor', 'Passkeys', 'Sessions', 'Profile']) {
      await heading(page, 'Profile').or(heading(page, 'Sessions')).or(page.locator('#view h2')).first().waitFor();
      await main(page, name).click();
      await heading(page, name).waitFor();
    }
    const moved = await page.evaluate(() => window.moved.reduce((sum, value) => sum + value, 0));
    assert.ok(moved < 0.01, `the layout shifted by ${moved}`);
    assert.deepEqual(faults, []);
    await close();
  });
}
