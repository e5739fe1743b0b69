'use strict';

const { X509Certificate, createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

/**
 * Debian's Chromium, headless: what a customer types into and sees. It takes the certificate of the run for a good one, whatever the name,
 * also where no page asks but Chromium itself, as for related origins.
 *
 * @param {...string} rules which host is at which address of this machine, as `MAP shop.example.com 127.0.0.1:8443`
 */
exports.launch = (...rules) => {
  const certificate = new X509Certificate(fs.readFileSync(path.join(process.env.CLIENTS_TLS, 'certificate.pem')));
  const pin = createHash('sha256').update(certificate.publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
  const args = [`--ignore-certificate-errors-spki-list=${pin}`, ...(rules.length > 0 ? [`--host-resolver-rules=${rules}`] : [])];
  return chromium.launch({ executablePath: process.env.CHROMIUM, args });
};

/**
 * A customer's browser, new. What its pages weren't allowed to do, and what they wrote to the console as an error, is collected in
 * `faults`.
 */
exports.browse = async (chromium, options = {}) => {
  const context = await chromium.newContext({ locale: 'en-GB', ...options });
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
  return { page: await context.newPage(), faults, close: () => context.close() };
};

/** Signs in on our pages by typing, from the first step on. */
exports.signIn = async (page, login = 'testtest123', password = 'correct horse 9') => {
  await page.getByLabel('Email address or username').fill(login);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

/** Signs out of portal 1 in this browser. */
exports.signOut = async (page, { url }) => {
  await page.goto(`${url}/sign-out/1`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
};
