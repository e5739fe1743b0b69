'use strict';

/**
 * Gives a page's browser a device of its own that has passkeys, and none yet: it verifies its user, and holds three at most. What the browser
 * asks of it is answered at once. While its customer is `away` it waits for them, as a browser does that shows passkeys in its list of logins;
 * `back` is for what is asked from then on.
 *
 * @param {import('playwright-core').Page} page before it is anywhere
 */
exports.authenticator = async (page) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const present = (enabled) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  return {
    /** Those that it holds: `credentialId`, `rpId`, `userName`, `userDisplayName` and more, as DevTools tell them. */
    passkeys: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    /** The next that it forgets, because it was told to. */
    forgets: () => new Promise((told) => devtools.once('WebAuthn.credentialDeleted', ({ credentialId }) => told(credentialId))),
    /** The next whose user gets another name. */
    renames: () => new Promise((told) => devtools.once('WebAuthn.credentialUpdated', ({ credential }) => told(credential))),
    away: () => present(false),
    back: () => present(true),
  };
};
