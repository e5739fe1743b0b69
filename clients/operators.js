'use strict';

const { totp } = require('./totp');

/** What each operator of these tests signs in with. */
exports.PASSWORD = 'a fine long one';

/**
 * Makes an operator of a provider, and opens the link that the command prints.
 *
 * @param {...string} options of the command; an owner, if they name no role
 * @returns the secret that the page shows for their app
 */
exports.add = async (provider, page, email = 'ann@example.com', ...options) => {
  const role = options.includes('--role') ? [] : ['--role', 'owner'];
  const said = await provider.command('operator', 'add', email, ...role, ...options);
  await page.goto(/https:\S+/.exec(said)[0]);
  return /Secret: ([A-Z2-7 ]+)/.exec(await page.locator('main').innerText())[1].replaceAll(' ', '');
};

/** Sets them up at the page of that link, and goes on to the sign-in. */
exports.accept = async (page, secret, email = 'ann@example.com') => {
  await page.getByLabel(`Password for ${email}`).fill(exports.PASSWORD);
  await page.getByLabel('Six digits').fill(totp(secret, -1));
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
};

/** Both. */
exports.setUp = async (provider, page, email, ...options) => {
  const secret = await exports.add(provider, page, email, ...options);
  await exports.accept(page, secret, email);
  return secret;
};

/**
 * Types the password and a code at the page that asks for them. Each code is good once: a second sign-in takes a later one.
 *
 * @param seen looks at the page that asks for the code
 */
exports.signIn = async (page, secret, later = 0, email = 'ann@example.com', seen = async () => {}) => {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(exports.PASSWORD);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByLabel('Six digits').waitFor();
  await seen();
  await page.getByLabel('Six digits').fill(totp(secret, later));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

/** Makes an owner, sets them up and signs them in to the console, which the page shows then. */
exports.signedIn = async (provider, page, email = 'ann@example.com') => {
  const secret = await exports.setUp(provider, page, email);
  await exports.signIn(page, secret, 0, email);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
};
