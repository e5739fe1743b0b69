'use strict';

const { totp } = require('./totp');

const PASSWORD = 'a fine long one';

/** Makes an operator by command, sets the account up by its link, and signs in at the console in this browser. */
exports.signIn = async (provider, { page }, email, role) => {
  const button = (name) => page.getByRole('button', { name, exact: true });
  const said = await provider.command('operator', 'add', email, '--name', 'Ann', '--role', role);
  await page.goto(/https:\S+/.exec(said)[0]);
  const secret = /Secret: ([A-Z2-7 ]+)/.exec(await page.locator('main').innerText())[1].replaceAll(' ', '');
  await page.getByLabel(`Password for ${email}`).fill(PASSWORD);
  await page.getByLabel('Six digits').fill(totp(secret, -1));
  await button('Set up').click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await button('Next').click();
  await page.getByLabel('Six digits').fill(totp(secret, 0));
  await button('Sign in').click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
};
