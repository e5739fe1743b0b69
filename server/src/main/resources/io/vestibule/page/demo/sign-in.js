// Everything before somebody is signed in.
import { keaze, page } from './api.js';
import { action, el, field, form } from './dom.js';
import * as openId from './openid.js';
import * as passkeys from './passkeys.js';
import { signedIn } from './session.js';

/** The sign-in that waits for its second step: `{ challenge, secondFactor }`. */
let waiting = null;

/** What a first step's answer leads to: the account, or the second step. */
function proceed(answer) {
  if (answer.ok) {
    signedIn(answer.body);
    location.hash = '#/account';
  } else if (answer.body?.challenge) {
    waiting = answer.body;
    location.hash = '#/code';
    return undefined;
  }
  return answer;
}

async function then(answer, tell) {
  if (answer.ok) tell();
  return answer;
}

export function signIn({ say }) {
  const byMail = async () => {
    const email = document.querySelector('#field-email').value.trim();
    const answer = await keaze('POST', 'passwordless-login', { body: { url: page('link'), email } });
    return then(answer, () => say('A link is in the dev inbox.'));
  };
  return [
    form({
      fields: [
        field('email', 'Email address or username', {
          autocomplete: 'username webauthn',
          value: 'john.doe@example.com',
          hint: 'The demo customer is john.doe@example.com, with the password correct horse 9.',
        }),
        field('password', 'Password', { type: 'password', autocomplete: 'current-password' }),
      ],
      submit: 'Sign in',
      send: async ({ email, password }) => proceed(await keaze('POST', 'password-login', { body: { email, password } })),
      more: action('Mail me a link', byMail),
    }),
    el(
      'section',
      {},
      el('h3', {}, 'Other ways'),
      el('p', { className: 'fault', role: 'alert' }),
      el(
        'p',
        { className: 'actions' },
        action(
          'Sign in with a passkey',
          async () => {
            const answer = await passkeys.signIn();
            if (answer.ok) location.hash = '#/account';
            return answer;
          },
          { disabled: !passkeys.supported() },
        ),
        action('Sign in by OpenID Connect', () => openId.begin()),
      ),
    ),
  ];
}

export function code({ say }) {
  if (!waiting) return [el('p', {}, 'No sign-in waits for a code. ', el('a', { href: '#/sign-in' }, 'Sign in'), '.')];
  const { challenge, secondFactor } = waiting;
  const names = { totp: 'of the app', recovery: 'from the list of recovery codes', email: 'by mail' };
  const byMail = async () => {
    const answer = await keaze('POST', 'second-factor/email', { body: { challenge } });
    return then(answer, () => say('A code is in the dev inbox.'));
  };
  return [
    el('p', {}, `This customer has a second factor. A code may be ${secondFactor.map((kind) => names[kind]).join(', or ')}.`),
    form({
      fields: [field('code', 'Code', { inputMode: 'numeric', autocomplete: 'one-time-code' })],
      submit: 'Confirm',
      send: async (values) => {
        const answer = proceed(await keaze('POST', 'second-factor', { body: { challenge, code: values.code } }));
        if (answer?.ok) waiting = null;
        return answer;
      },
      more: secondFactor.includes('email') && action('Mail me a code', byMail),
    }),
  ];
}

export function register({ say }) {
  const withoutPassword = async () => {
    const { elements } = document.querySelector('#view form');
    const [email, firstName, lastName] = ['email', 'firstName', 'lastName'].map((name) => elements[name].value.trim());
    const answer = await keaze('POST', 'passwordless-register', { body: { url: page('link'), email, firstName, lastName } });
    return then(answer, () => say('A link that signs you in is in the dev inbox.'));
  };
  return [
    form({
      fields: [
        field('email', 'Email address', { type: 'email', autocomplete: 'email' }),
        field('firstName', 'First name', { autocomplete: 'given-name' }),
        field('lastName', 'Last name', { autocomplete: 'family-name' }),
        field('password', 'Password', { type: 'password', autocomplete: 'new-password' }),
      ],
      submit: 'Register',
      send: async ({ email, password, firstName, lastName }) => {
        const answer = await keaze('POST', 'password-register', { body: { email, password, firstName, lastName } });
        if (!answer.ok) return answer;
        say('Registered. A link that verifies the address is in the dev inbox.');
        return proceed(await keaze('POST', 'password-login', { body: { email, password } }));
      },
      more: action('Register without a password', withoutPassword),
    }),
  ];
}

export function forgot({ say }) {
  return [
    form({
      fields: [field('email', 'Email address', { type: 'email', autocomplete: 'username' })],
      submit: 'Send',
      send: async ({ email }) => {
        const answer = await keaze('POST', 'forgot-password', { body: { url: page('reset'), email } });
        return then(answer, () => say('If there is such a customer, a link is in the dev inbox.'));
      },
    }),
  ];
}

export function reset({ rest: [id, token], say }) {
  return [
    form({
      fields: [field('newPassword', 'New password', { type: 'password', autocomplete: 'new-password' })],
      submit: 'Save',
      send: async ({ newPassword }) => {
        const answer = await keaze('POST', `reset-password/${id}/${token}`, { body: { newPassword } });
        if (answer.ok) location.hash = '#/sign-in';
        return then(answer, () => say('The password is new. Sign in with it.'));
      },
    }),
  ];
}

export function link({ rest: [id, token] }) {
  return [
    el('p', {}, 'The link is redeemed by this button, since mail scanners follow links, too.'),
    form({ submit: 'Sign in', send: async () => proceed(await keaze('GET', `auth-token/${id}/${token}`)) }),
  ];
}

export function changeEmail({ rest: [id, token], say }) {
  return [
    form({
      fields: [
        field('currentEmail', 'Current email address', { type: 'email' }),
        field('newEmail', 'New email address', { type: 'email', autocomplete: 'email' }),
      ],
      submit: 'Change the address',
      send: async (body) => {
        const answer = await keaze('PATCH', `passwordless-change-email/${id}/${token}`, { body });
        return then(answer, () => say('The address is changed. Both addresses are told.'));
      },
    }),
  ];
}
