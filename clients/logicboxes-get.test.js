'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const vestibule = require('./vestibule');

// Public clients in Python, JavaScript and Ruby send every call by GET, with all in the query; one takes ids of eight digits only, one
// looks for "nobody" in the words of the message. What PHP's curl sends, a multipart form by POST, is as good.

let server;

before(async () => {
  server = await vestibule.start();
});

after(() => server.stop());

async function call(name, parameters, form) {
  const query = new URLSearchParams({ 'auth-userid': '1', 'api-key': 'demo-key', ...(form ? {} : parameters) });
  const body = form && Object.entries(parameters).reduce((fields, [key, value]) => (fields.set(key, value), fields), new FormData());
  const answer = await fetch(`https://${server.host}/api/customers/${name}.json?${query}`, form ? { method: 'POST', body } : {});
  return { status: answer.status, data: await answer.json() };
}

const NORA = {
  username: 'nora@example.com',
  passwd: 'a fine long one 1',
  name: 'Nora Quist',
  company: 'Quist & Sons',
  'address-line-1': '1 Harbour Street',
  city: 'São Paulo',
  state: 'Not Applicable',
  'other-state': '',
  country: 'BR',
  zipcode: '01310-100',
  'phone-cc': '55',
  phone: '1132345678',
  'lang-pref': 'pt-br',
};

test('look up, else sign up, sign in, change and delete, all by GET', async () => {
  assert.match((await call('details', { username: NORA.username })).data.message, /Customer [^\s]* not found/);
  assert.match((await call('details-by-id', { 'customer-id': '9999999999' })).data.message, /^Invalid customer-id/);

  const id = String((await call('signup', NORA)).data);
  assert.match(id, /^\d{8}$/);

  const signedIn = await call('authenticate', { username: NORA.username, passwd: NORA.passwd });
  assert.equal(signedIn.status, 200);
  assert.equal(signedIn.data.customerid, id);
  assert.equal(signedIn.data.langpref, 'pt');
  assert.equal((await call('authenticate', { username: NORA.username, passwd: 'wrong' })).data.remainingLoginAttempts, 4);

  const { data: shown } = await call('details-by-id', { 'customer-id': id });
  assert.ok(!('address2' in shown) && !('address3' in shown));
  assert.deepEqual(
    await call('modify', {
      'customer-id': id,
      username: shown.username,
      name: shown.name,
      company: shown.company,
      'lang-pref': shown.langpref,
      'address-line-1': shown.address1,
      city: shown.city,
      state: shown.state,
      country: shown.country,
      zipcode: shown.zip,
      'phone-cc': shown.telnocc,
      phone: shown.telno,
    }),
    { status: 200, data: true },
  );
  assert.deepEqual((await call('details', { username: NORA.username })).data, shown);

  const token = await call('generate-token', { username: NORA.username, passwd: NORA.passwd, ip: '192.0.2.1' });
  const asJson = JSON.stringify(token.data);
  assert.equal((await call('authenticate-token-without-history', { token: asJson })).data.customerid, id);

  assert.deepEqual((await call('suspend', { 'customer-id': id, reason: 'unpaid' })).data, true);
  assert.equal((await call('details-by-id', { 'customer-id': id })).data.customerstatus, 'Suspended');
  assert.deepEqual((await call('unsuspend', { 'customer-id': id, reason: 'paid' })).data, true);
  assert.deepEqual((await call('change-password', { 'customer-id': id, 'new-passwd': 'another fine one 2' })).data, true);
  assert.deepEqual((await call('delete', { 'customer-id': id })).data, true);
});

test('the same by multipart forms', async () => {
  const id = (await call('v2/signup', { ...NORA, username: 'form@example.com' }, true)).data;

  assert.equal((await call('details-by-id', { 'customer-id': String(id) }, true)).data.city, 'São Paulo');
  assert.equal((await call('search', { 'no-of-records': '10', 'page-no': '1', username: 'form@example.com' }, true)).data.recsindb, '1');
  assert.deepEqual((await call('delete', { 'customer-id': String(id) }, true)).data, true);
});
