'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const Sonar = require('node-sonarsoftware');
const vestibule = require('./vestibule');

// The stock portal's flows, by npm's node-sonarsoftware, through a portal that starts empty: its customers are at another system, which a
// second server stands for.

let old;
let server;
let sonar;
let folder;

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vestibule-moving-in-'));
  const credentials = path.join(folder, 'sonar.json');
  fs.writeFileSync(credentials, JSON.stringify({ username: 'demo', password: 'demo-secret' }));
  old = await vestibule.serve();
  server = await vestibule.startEmpty();
  await server.command('portal', 'add', 'North');
  const secret = /^secret +(\S+)$/m.exec(await server.command('client', 'add', 'north', '--portal', '1', '--scope', 'sonar'))[1];
  const url = `http://127.0.0.1:${old.port}`;
  await server.command('portal', 'upstream', 'set', '1', 'sonar', '--url', url, '--credentials-file', credentials);
  assert.match(await server.command('portal', 'upstream', 'test', '1', 'john.doe@example.com'), /customer 2/);
  sonar = new Sonar({ host: server.host, username: 'north', password: secret });
});

after(async () => {
  await server.stop();
  await old.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('log in, and find the ids that the portal knows', async () => {
  const { data } = await sonar.add('customer_portal/auth', {
    body: { username: 'TestTest123', password: 'correct horse 9' },
  });

  assert.deepEqual(data, {
    contact_name: 'John Doe',
    email_address: 'john.doe@example.com',
    account_id: 2,
    contact_id: 2,
    username: 'testtest123',
  });
  assert.equal((await sonar.get('accounts/2/contacts/2')).data.name, 'John Doe');
  await assert.rejects(sonar.add('customer_portal/auth', { body: { username: 'nobody', password: 'wrong' } }), {
    message: 'Invalid username or password.',
    status_code: 422,
  });
});

test('edit a profile', async () => {
  const changed = await sonar.update('accounts/2/contacts/2', { body: { name: 'John Quist' } });
  assert.equal(changed.data.name, 'John Quist');
});

test('register, forget the password, change it', async () => {
  const found = await sonar.add('customer_portal/email_lookup', {
    body: { email_address: 'someone@example.com', check_if_available: true },
  });
  const contact = `accounts/${found.data.account_id}/contacts/${found.data.contact_id}`;
  assert.equal((await sonar.update(contact, { body: { username: 'someone', password: 'a fine long one' } })).data.username, 'someone');

  const forgotten = await sonar.add('customer_portal/email_lookup', {
    body: { email_address: 'someone@example.com', check_if_available: false },
  });
  assert.equal(forgotten.data.contact_id, found.data.contact_id);
  await sonar.update(contact, { body: { password: 'quite another one' } });
  await sonar.add('customer_portal/auth', { body: { username: 'someone', password: 'quite another one' } });
});

test('the move ends, and who came stays', async () => {
  assert.match(await server.command('portal', 'upstream', 'show', '1'), /moved in +1/);
  await server.command('portal', 'upstream', 'finish', '1', path.join(folder, 'never-came.jsonl'));
  await old.stop();
  old.stop = async () => {};
  await sonar.add('customer_portal/auth', { body: { username: 'testtest123', password: 'correct horse 9' } });
});
