'use strict';

const { chromium } = require('playwright-core');

/** Debian's Chromium, headless: what a customer types into and sees. */
exports.launch = () => chromium.launch({ executablePath: process.env.CHROMIUM });

/**
 * A customer's browser, new. What its pages weren't allowed to do, and what they wrote to the console as an error, is collected in
 * `faults`.
 */
exports.browse = async (chromium, options = {}) => {
  const context = await chromium.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB', ...options });
  const faults = [];
  await context.exposeBinding('violated', (source, what) => faults.push(what));
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      window.violated(`${event.effectiveDirective} forbids ${event.blockedURI} at ${event.documentURI}`),
    ),
  );
  // A page that says why it refuses something has a status of 4xx, which Chromium writes to the console, too.
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d|favicon/.test(message.text())) faults.push(message.text());
  });
  context.on('weberror', (error) => faults.push(String(error.error())));
  return { page: await context.newPage(), context, faults, close: () => context.close() };
};

/** Signs in on our pages by typing, from the first step on. */
exports.signIn = async (page, login = 'testtest123', password = 'correct horse 9') => {
  await page.getByLabel('Email address or username').fill(login);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};
