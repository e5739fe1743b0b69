'use strict';

const assert = require('node:assert/strict');
const querystring = require('node:querystring');
const { after, before, test } = require('node:test');
const { promisify } = require('node:util');
const request = require('request');
const vestibule = require('./vestibule');

// The customer calls of npm's logicboxes: everything in the query, POSTs too, and two slashes before the path.

let server;
let customers;

before(async () => {
  server = await vestibule.start();
  customers = client({ user: '1', key: 'demo-key', url: `https://${server.host}` });
});

after(() => server.stop());

/** The package where the registry holds it; else its requests, word for word. */
function client(config) {
  let found;
  try {
    found = require('logicboxes').createClient(config).customers;
  } catch (absent) {
    if (absent.code !== 'MODULE_NOT_FOUND') throw absent;
    found = {
      getCustomerbyID: call('GET', '/api/customers/details-by-id.json', config),
      getCustomerbyUsername: call('GET', '/api/customers/details.json', config),
      addCustomer: call('POST', '/api/customers/signup.json', config),
    };
  }
  return Object.fromEntries(
    ['getCustomerbyID', 'getCustomerbyUsername', 'addCustomer'].map((name) => [name, promisify(found[name].bind(found))]),
  );
}

function call(method, path, config) {
  return (options, callback) => {
    const query = querystring.stringify({ ...options, 'auth-userid': config.user, 'api-key': config.key });
    request({ method, uri: `${config.url}/${path}?${query}` }, (fault, response, body) => {
      if (fault) return callback(fault);
      const data = JSON.parse(body);
      return data && data.status === 'ERROR' ? callback(data.message) : callback(undefined, data);
    });
  };
}

test('sign a customer up, and find them by id and by username', async () => {
  const id = await customers.addCustomer({
    username: 'nora@example.com',
    passwd: 'a fine long one 1',
    name: 'Nora Quist',
    company: 'Quist & Sons',
    'address-line-1': '1 Harbour+Street',
    'address-line-2': '',
    city: 'Bergen',
    state: 'Vestland',
    country: 'NO',
    zipcode: '5003',
    'phone-cc': '47',
    phone: '22865350',
    'lang-pref': 'en',
  });

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
  const refusal = (promise) => promise.then(() => assert.fail('it passed'), (message) => message);

  assert.match(String(await refusal(customers.addCustomer({ username: 'nowhere', passwd: 'x' }))), /^\{.*username=.*\}$/);
  assert.match(String(await refusal(customers.getCustomerbyID({ 'customer-id': 999999 }))), /\S/);
});
