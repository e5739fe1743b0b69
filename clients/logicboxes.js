'use strict';

const querystring = require('node:querystring');
const { promisify } = require('node:util');
const request = require('request');

/**
 * The customer calls of npm's logicboxes: everything in the query, POSTs too, and two slashes before the path. It is the package where the
 * registry holds it; else its requests, word for word.
 *
 * @param {{user: string, key: string, url: string}} config whom it calls for, and where
 */
exports.customers = (config) => {
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
};

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

/** What a call was refused with: the package rejects with the message alone. */
exports.refusal = async (promise) => {
  try {
    await promise;
  } catch (message) {
    return String(message);
  }
  throw new Error('it passed');
};

/** All that a customer has to have to be signed up. */
exports.newCustomer = (username, passwd, more = {}) => ({
  username,
  passwd,
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
  ...more,
});
