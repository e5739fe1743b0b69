'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const Sonar = require('node-sonarsoftware');
const vestibule = require('./vestibule');

// The stock portal's five flows, by npm's node-sonarsoftware: https://host/api/v1/, HTTP Basic, JSON.

let server;
let sonar;

before(async () => {
  server = await vestibule.start();
  sonar = new Sonar({ host: server.host, username: 'demo', password: 'demo-secret' });
});

after(() => server.stop());

test('log in', async () => {
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
  await assert.rejects(
    sonar.add('customer_portal/auth', { body: { username: 'testtest123', password: 'wrong' } }),
    { message: 'Invalid username or password.', status_code: 422 },
  );
});

test('register, forget the password, change it', async () => {
  const found = await sonar.add('customer_portal/email_lookup', {
    body: { email_address: 'someone@example.com', check_if_available: true },
  });
  const contact = `accounts/${found.data.account_id}/contacts/${found.data.contact_id}`;

  const registered = await sonar.update(contact, { body: { username: 'someone', password: 'a fine long one' } });
  assert.equal(registered.data.username, 'someone');

  const forgotten = await sonar.add('customer_portal/email_lookup', {
    body: { email_address: 'someone@example.com', check_if_available: false },
  });
  assert.equal(forgotten.data.contact_id, found.data.contact_id);
  const { data: shown } = await sonar.get(contact);
  assert.equal(shown.name, 'someone', 'the stock portal stops at a contact without a name');
  await sonar.update(contact, { body: { password: 'quite another one' } });
  await sonar.add('customer_portal/auth', { body: { username: 'someone', password: 'quite another one' } });
  await assert.rejects(
    sonar.add('customer_portal/auth', { body: { username: 'someone', password: 'a fine long one' } }),
    { message: 'Invalid username or password.' },
  );
});

test('edit a profile', async () => {
  const changed = await sonar.update('accounts/2/contacts/3', {
    body: {
      name: 'Jane Quist',
      phone_numbers: { mobile: { number: '2025550199', extension: null } },
    },
  });

  assert.deepEqual((await sonar.get('accounts/2/contacts/3')).data, changed.data);
  assert.equal(changed.data.name, 'Jane Quist');
  await assert.rejects(sonar.update('accounts/2/contacts/3', { body: { username: 'testtest123' } }), {
    message: { username: 'The username has already been taken.' },
    status_code: 422,
  });
});

test('a profile saved with its numbers stripped to digits keeps their country codes', async () => {
  const numbers = (number) => ({ body: { name: 'Jane Quist', phone_numbers: { home: { number, extension: null } } } });
  await sonar.update('accounts/2/contacts/3', numbers('+442079460123'));

  await sonar.update('accounts/2/contacts/3', numbers('442079460123'));

  assert.equal((await sonar.get('accounts/2/contacts/3')).data.phone_numbers.home.number, '+442079460123');
});

test('a profile saved as the stock portal saves it keeps extensions, and makes no name of what stands in for one', async () => {
  const contact = 'accounts/1/contacts/1';
  const home = (extension) => ({ home: { number: '442079460123', extension } });
  await sonar.update(contact, { body: { phone_numbers: home(12) } });
  const { data: before } = await sonar.get(contact);

  const body = { name: before.name, email_address: before.email_address, phone_numbers: home(null) };
  const { data: saved } = await sonar.update(contact, { body });

  assert.deepEqual(saved, before);
  assert.equal(saved.phone_numbers.home.extension, 12);
});

test('list, add and delete contacts', async () => {
  const added = await sonar.add('accounts/2/contacts', {
    body: { name: 'Ann Quist', email_message_categories: [], primary: false },
  });
  const listed = await sonar.get('accounts/2/contacts', { qs: { limit: 2, page: 2 } });

  assert.deepEqual(listed.data, [added.data]);
  assert.deepEqual(listed.paginator, { total_count: 3, total_pages: 2, current_page: 2, limit: 2 });
  assert.deepEqual(await sonar.delete(`accounts/2/contacts/${added.data.id}`), { data: { message: 'Contact deleted' } });
  await assert.rejects(sonar.get(`accounts/2/contacts/${added.data.id}`), {
    message: 'That contact ID does not exist.',
    status_code: 404,
  });
});
