'use strict';

const { totp } = require('./totp');

const PASSWORD = 'a fine long one';

/** Makes an owner and signs them in to the console, which the page shows then. Gives the secret of their app. */
exports.signedIn = async (provider, page, email) => {
  const said = await provider.command('operator', 'add', email, '--name', 'Ann', '--role', 'owner');
  await page.goto(/https:\S+/.exec(said)[0]);
  const secret = /Secret: ([A-Z2-7 ]+)/.exec(await page.locator('main').innerText())[1].replaceAll(' ', '');
  await page.getByLabel(`Password for ${email}`).fill(PASSWORD);
  // Each code is good once: the one before, and then the present one
  await page.getByLabel('Six digits').fill(totp(secret, -1));
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByLabel('Six digits').fill(totp(secret, 0));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return secret;
};
