'use strict';

const { totp } = require('./totp');

/** What each operator of these tests signs in with. */
exports.PASSWORD = 'a fine long one';

/**
 * Makes an operator of a provider and sets them up in a page, by the link that the command prints.
 *
 * @returns the secret of their app
 */
exports.setUp = async (provider, page, email = 'ann@example.com', ...options) => {
  const said = await provider.command('operator', 'add', email, '--role', 'owner', ...options);
  await page.goto(/https:\S+/.exec(said)[0]);
  const secret = /Secret: ([A-Z2-7 ]+)/.exec(await page.locator('main').innerText())[1].replaceAll(' ', '');
  await page.getByLabel(`Password for ${email}`).fill(exports.PASSWORD);
  await page.getByLabel('Six digits').fill(totp(secret, -1));
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  return secret;
};

/** Types the password and a code at the page that asks for them. Each code is good once: a second sign-in takes a later one. */
exports.signIn = async (page, secret, later = 0, email = 'ann@example.com') => {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(exports.PASSWORD);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByLabel('Six digits').fill(totp(secret, later));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};
