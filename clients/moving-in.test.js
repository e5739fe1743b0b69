'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const Sonar = require('node-sonarsoftware');
const application = require('./application');
const { browse, launch, signIn } = require('./chromium');
const hook = require('./hook');
const logicboxes = require('./logicboxes');
const vestibule = require('./vestibule');

// A portal for each kind of upstream, all of them empty: their customers are at another server, behind TLS, or at a hook. They come in by
// the vendors' public clients, by the calls of Keaze's pages, and on our pages in Chromium.

const PASSWORD = 'an old one 7';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** By the number of the portal; of the last no customer is at the other server. */
const KINDS = ['sonar', 'logicboxes', 'keaze', 'hook'];
/** A customer of each name, in each kind's domain. */
const NAMES = ['sonar', 'logicboxes', 'keaze', 'page', 'forgot'];

// The servers trust the certificate of the run, as Node does.
process.env.JAVA_TOOL_OPTIONS = `-Djavax.net.ssl.trustStore=${process.env.CLIENTS_TLS}/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit`;

// The old one is on this machine, which may have much else to do.
process.env.VESTIBULE_UPSTREAM_CONNECT_TIMEOUT = '20s';
process.env.VESTIBULE_UPSTREAM_ANSWER_TIMEOUT = '20s';

let old;
let tls;
let receiver;
let server;
let chromium;
let shop;
let folder;
let key;
const portals = {};
/** The ids of the customers at the other server, by address. */
const ids = {};

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vestibule-moving-in-'));
  old = await vestibule.serve();
  server = await vestibule.provide('localhost', []);
  [tls, receiver, chromium, shop] = await Promise.all([
    vestibule.terminate(),
    hook.listen(SECRET, '@hook.example.com', PASSWORD),
    launch(),
    application.listen(),
  ]);
  tls.to(old.port);
  key = /vst_\S+/.exec(await server.command('apikey', 'add', 'moving', '--role', 'owner'))[0];
  await register();
  for (const kind of KINDS) portals[kind] = await portal(kind);
});

after(async () => {
  await chromium.close();
  [shop, receiver, tls].forEach((one) => one.close());
  await server.stop();
  await old.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function register() {
  const customers = logicboxes.customers({ user: '1', key: 'demo-key', url: `http://127.0.0.1:${old.port}` });
  for (const kind of KINDS.slice(0, 3)) {
    for (const name of NAMES) {
      const address = `${name}@${kind}.example.com`;
      ids[address] = await customers.addCustomer(logicboxes.newCustomer(address, PASSWORD));
    }
  }
}

async function admin(method, resource, body) {
  const answer = await fetch(`${server.url}/api/admin/v1${resource}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'If-Match': '*' },
    body: body && JSON.stringify(body),
  });
  const said = await answer.text();
  assert.ok(answer.ok, `${method} ${resource}: ${said}`);
  return said && JSON.parse(said);
}

/** Makes an empty portal, which comes from an upstream, and what its callers need. */
async function portal(kind) {
  const { id } = await admin('POST', '/portals', { name: kind });
  const at = `/portals/${id}`;
  await admin('POST', `${at}/allowed-urls`, { url: `http://localhost:${shop.port}/` });
  const sonar = await admin('POST', `${at}/clients`, { name: `api-${kind}`, scopes: ['sonar', 'logicboxes'] });
  await admin('POST', `${at}/clients`, {
    name: `shop-${kind}`,
    scopes: ['openid'],
    oauth: { redirect_uris: [`http://localhost:${shop.port}/callback`], token_endpoint_auth_method: 'none' },
  });
  await admin('PUT', `${at}/upstream`, upstream(kind));
  return {
    id,
    at,
    issuer: `${server.url}/portals/${id}`,
    sonar: new Sonar({ host: new URL(server.url).host, username: `api-${kind}`, password: sonar.secret }),
    logicboxes: logicboxes.customers({ user: String(id), key: sonar.secret, url: server.url }),
    keaze: (method, call, body, token) =>
      fetch(`${server.url}/api/rest/portal/${call}`, {
        method,
        headers: { 'Portal-Id': String(id), 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
        body: body && JSON.stringify(body),
      }),
  };
}

function upstream(kind, host = tls.host) {
  const url = kind === 'hook' ? receiver.url : `https://${host}`;
  const credentials = {
    sonar: { username: 'demo', password: 'demo-secret' },
    logicboxes: { 'auth-userid': '1', 'api-key': 'demo-key' },
    keaze: null,
    hook: { secret: SECRET },
  };
  return { kind, url, credentials: credentials[kind] };
}

/** Whether other systems know the ids of this kind, so that they are kept. */
const keeps = (kind) => kind === 'sonar' || kind === 'logicboxes';

for (const kind of KINDS) {
  test(`from ${kind}, by Sonar's public client`, async () => {
    const { sonar } = portals[kind];
    const address = `sonar@${kind}.example.com`;
    const credentials = { body: { username: address, password: PASSWORD } };
    const wrong = { message: 'Invalid username or password.', status_code: 422 };

    await assert.rejects(sonar.add('customer_portal/auth', { body: { username: address, password: 'wrong' } }), wrong);
    const { data } = await sonar.add('customer_portal/auth', credentials);
    assert.equal(data.email_address, address);
    if (keeps(kind)) assert.equal(data.contact_id, ids[address]);
    assert.equal((await sonar.get(`accounts/${data.account_id}/contacts/${data.contact_id}`)).data.name, 'Nora Quist');
    assert.deepEqual((await sonar.add('customer_portal/auth', credentials)).data, data);
    await assert.rejects(sonar.add('customer_portal/auth', { body: { username: 'nobody', password: 'wrong' } }), wrong);
  });

  test(`from ${kind}, by LogicBoxes' public client`, async () => {
    const customers = portals[kind].logicboxes;
    const address = `logicboxes@${kind}.example.com`;

    const details = await customers.getCustomerbyUsername({ username: address });
    assert.equal(details.useremail, address);
    if (kind === 'logicboxes') assert.equal(details.city, 'Bergen');
    if (keeps(kind)) assert.equal(details.customerid, String(ids[address]));
    assert.deepEqual(await customers.getCustomerbyID({ 'customer-id': details.customerid }), details);
    assert.match(await logicboxes.refusal(customers.getCustomerbyUsername({ username: `nobody@${kind}.example.org` })), /not found/);
    assert.match(
      await logicboxes.refusal(customers.addCustomer(logicboxes.newCustomer(`keaze@${kind}.example.com`, 'a fine long one 1'))),
      /taken/,
    );
    assert.equal(typeof (await customers.addCustomer(logicboxes.newCustomer(`new@${kind}.example.org`, 'a fine long one 1'))), 'number');
  });

  test(`from ${kind}, by the calls of Keaze's pages`, async () => {
    const { keaze } = portals[kind];
    const email = `keaze@${kind}.example.com`;

    assert.equal((await keaze('HEAD', `customers/email/${email}`)).status, 200);
    assert.equal((await keaze('HEAD', `customers/email/nobody@${kind}.example.org`)).status, 404);
    assert.equal((await keaze('POST', 'password-register', { email, password: 'a fine long one' })).status, 422);
    assert.equal((await keaze('POST', 'password-login', { email, password: 'wrong' })).status, 401);
    const signedIn = await keaze('POST', 'password-login', { email, password: PASSWORD });
    assert.equal(signedIn.status, 200);
    const { access_token } = await signedIn.json();
    const profile = await (await keaze('GET', 'profile', undefined, access_token)).json();
    assert.equal(`${profile.firstName} ${profile.lastName}`, 'Nora Quist');
    const change = { password: PASSWORD, newPassword: 'quite another one' };
    assert.equal((await keaze('POST', 'change-password', change, access_token)).status, 200);
    assert.equal((await keaze('POST', 'password-login', { email, password: 'quite another one' })).status, 200);
    assert.equal((await keaze('POST', 'password-login', { email, password: PASSWORD })).status, 401);
  });

  test(`from ${kind}, signing in to an application in Chromium`, async () => {
    const { page, faults, close } = await browse(chromium);
    const client = `shop-${kind}`;
    await page.goto(application.codeRequest(portals[kind], shop, { client_id: client }));
    await signIn(page, `page@${kind}.example.com`, 'wrong');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Back at the shop').waitFor();
    const { sub, amr } = await application.claims(portals[kind], shop, shop.last().parameters, client);
    assert.deepEqual(amr, ['pwd']);
    if (keeps(kind)) assert.equal(sub, String(ids[`page@${kind}.example.com`]));
    assert.deepEqual(faults, []);
    await close();
  });

  test(`from ${kind}, with a forgotten password in Chromium`, async () => {
    const { page, faults, close } = await browse(chromium);
    const address = `forgot@${kind}.example.com`;
    await page.goto(`${server.url}/forgot/${portals[kind].id}`);
    await page.getByLabel('Email address or username').fill(address);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'Check your email' }).waitFor();
    await page.goto(await server.mailedLink(address));
    await page.getByLabel('New password').fill('a fine long one');
    await page.getByRole('button').click();
    await page.getByText('Your new password is saved').waitFor();
    const { keaze } = portals[kind];
    assert.equal((await keaze('POST', 'password-login', { email: address, password: 'a fine long one' })).status, 200);
    assert.deepEqual(faults, []);
    await close();
  });
}

test("the stock portal's other flows: edit a profile, register, forget the password", async () => {
  const { sonar } = portals.sonar;
  const { data } = await sonar.add('customer_portal/auth', { body: { username: 'TestTest123', password: 'correct horse 9' } });
  assert.deepEqual([data.account_id, data.contact_id, data.username], [2, 2, 'testtest123']);
  const changed = await sonar.update('accounts/2/contacts/2', { body: { name: 'John Quist' } });
  assert.equal(changed.data.name, 'John Quist');

  const lookUp = (available) =>
    sonar.add('customer_portal/email_lookup', { body: { email_address: 'someone@example.com', check_if_available: available } });
  const found = await lookUp(true);
  const contact = `accounts/${found.data.account_id}/contacts/${found.data.contact_id}`;
  assert.equal((await sonar.update(contact, { body: { username: 'someone', password: 'a fine long one' } })).data.username, 'someone');
  assert.equal((await lookUp(false)).data.contact_id, found.data.contact_id);
  await sonar.update(contact, { body: { password: 'quite another one' } });
  await sonar.add('customer_portal/auth', { body: { username: 'someone', password: 'quite another one' } });
});

test('a hook takes what it can verify, and nothing else', async () => {
  assert.deepEqual([...new Set(receiver.taken)].sort(), ['look-up', 'verify']);
  const { at } = portals.hook;
  const taken = receiver.taken.length;
  await admin('PUT', `${at}/upstream`, { ...upstream('hook'), credentials: { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } });
  assert.deepEqual(await admin('POST', `${at}/upstream/test`, {}), { outcome: 'fault', customer: null, fault: 'it answered 401' });
  assert.equal(receiver.taken.length, taken);
});

test('a certificate of another host is refused', async () => {
  const { at } = portals.keaze;
  assert.equal((await admin('POST', `${at}/upstream/test`, {})).outcome, 'unknown');
  await admin('PUT', `${at}/upstream`, upstream('keaze', tls.host.replace('localhost', '127.0.0.1')));
  assert.match((await admin('POST', `${at}/upstream/test`, {})).fault, /certificate/);
});

test('the move ends, and who came stays', async () => {
  const { at, id, sonar } = portals.sonar;
  assert.equal((await admin('GET', `${at}/upstream/progress`)).movedIn, 4);
  assert.match(await server.command('portal', 'upstream', 'show', String(id)), /moved in +4/);
  await server.command('portal', 'upstream', 'finish', String(id), path.join(folder, 'never-came.jsonl'));
  assert.deepEqual(await admin('GET', `${at}/upstream`), { upstream: null });
  await old.stop();
  old.stop = async () => {};
  await sonar.add('customer_portal/auth', { body: { username: 'testtest123', password: 'correct horse 9' } });
});

test('while the upstream is away others are told to come again', async () => {
  const { keaze } = portals.logicboxes;
  const answer = await keaze('POST', 'password-login', { email: 'late@logicboxes.example.com', password: PASSWORD });
  assert.equal(answer.status, 503);
  assert.match(answer.headers.get('Retry-After'), /^\d+$/);
  const { page, close } = await browse(chromium);
  await page.goto(`${server.url}/sign-in/${portals.logicboxes.id}`);
  await signIn(page, 'late@logicboxes.example.com', PASSWORD);
  await page.getByRole('heading').first().waitFor();
  assert.match(await page.locator('main').textContent(), /unavailable|try again/i);
  await close();
});
