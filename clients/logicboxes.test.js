'use strict';

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const logicboxes = require('./logicboxes');
const vestibule = require('./vestibule');

// The customer calls of npm's logicboxes.

let server;
let customers;

before(async () => {
  server = await vestibule.start();
  customers = logicboxes.customers({ user: '1', key: 'demo-key', url: `https://${server.host}` });
});

after(() => server.stop());

test('sign a customer up, and find them by id and by username', async () => {
  const id = await customers.addCustomer(logicboxes.newCustomer('nora@example.com', 'a fine long one 1'));

  assert.equal(typeof id, 'number');
  const details = await customers.getCustomerbyID({ 'customer-id': id });
  assert.equal(details.customerid, String(id));
  assert.equal(details.name, 'Nora Quist');
  assert.equal(details.company, 'Quist & Sons');
  assert.equal(details.address1, '1 Harbour+Street');
  assert.equal(details.telnocc, '47');
  assert.equal(details.telno, '22865350');
  assert.deepEqual(await customers.getCustomerbyUsername({ username: 'Nora@Example.com' }), details);
});

test('what is wrong comes as a message', async () => {
  assert.match(await logicboxes.refusal(customers.addCustomer({ username: 'nowhere', passwd: 'x' })), /^\{.*username=.*\}$/);
  assert.match(await logicboxes.refusal(customers.getCustomerbyID({ 'customer-id': 999999 })), /\S/);
});
