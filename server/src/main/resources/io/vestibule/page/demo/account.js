// Everything that somebody who is signed in does with their own account.
import { keaze, page } from './api.js';
import { action, el, field, form, time } from './dom.js';
import * as passkeys from './passkeys.js';
import { current, keep, refresh, withSession } from './session.js';

const PROFILE = [
  ['firstName', 'First name', 'given-name'],
  ['lastName', 'Last name', 'family-name'],
  ['phone', 'Phone', 'tel'],
  ['dateOfBirth', 'Date of birth, as 1985-04-12', 'bday'],
  ['homeAddress', 'Home address', 'street-address'],
  ['homePostcode', 'Postcode', 'postal-code'],
];

const alert = () => el('p', { className: 'fault', role: 'alert' });

const proofFields = () => [
  field('password', 'Password', { type: 'password', autocomplete: 'current-password', hint: 'Where a second factor is on, a code instead.' }),
  field('code', 'Code', { inputMode: 'numeric', autocomplete: 'one-time-code' }),
];

/** The one that was filled in. */
const proof = ({ password, code }) => (code ? { code } : { password });

export async function profile({ say }) {
  const answer = await withSession('GET', 'profile');
  if (!answer.ok) return [];
  return [
    el('p', {}, 'Signed in as ', el('strong', {}, answer.body.email), '.'),
    form({
      fields: PROFILE.map(([name, label, autocomplete]) => field(name, label, { autocomplete, value: answer.body[name] ?? '' })),
      submit: 'Save',
      send: async (body) => {
        const saved = await withSession('PATCH', 'profile', body);
        if (saved.ok) say('Saved.');
        return saved;
      },
    }),
    el(
      'section',
      {},
      el('h3', {}, 'Session'),
      alert(),
      el(
        'p',
        { className: 'actions' },
        current().refreshToken &&
          action('Refresh the tokens', async () => {
            const tokens = await refresh();
            if (tokens.ok) say('The tokens are new.');
            return tokens;
          }),
        action('Sign out', async () => {
          const { accessToken } = current();
          keep(null);
          const out = await keaze('POST', 'revoke-token', { token: accessToken });
          location.hash = '#/sign-in';
          return out;
        }),
      ),
    ),
  ];
}

export async function address({ say }) {
  const answer = await withSession('GET', 'profile');
  if (!answer.ok) return [];
  const { email } = answer.body;
  const change = async () => {
    const sent = await keaze('POST', 'passwordless-change-email', { body: { url: page('change-email'), email } });
    if (sent.ok) say('A link that changes the address is in the dev inbox.');
    return sent;
  };
  const verify = async () => {
    const sent = await withSession('POST', 'resend-verification');
    if (sent.ok) say('A link that verifies the address is in the dev inbox.');
    return sent;
  };
  return [
    el('p', {}, 'The address is ', el('strong', {}, email), '. Who has its mailbox changes it, by a mailed link.'),
    el(
      'section',
      {},
      alert(),
      el('p', { className: 'actions' }, action('Mail me a link to change it', change), action('Mail me a link to verify it', verify)),
    ),
  ];
}

export async function password({ say }) {
  return [
    form({
      fields: [
        field('password', 'Current password', { type: 'password', autocomplete: 'current-password' }),
        field('newPassword', 'New password', { type: 'password', autocomplete: 'new-password' }),
      ],
      submit: 'Save',
      send: async (body) => {
        const saved = await withSession('POST', 'change-password', body);
        if (saved.ok) say('The password is new, and the other sessions have ended.');
        return saved;
      },
    }),
  ];
}

export async function passkeyList({ renew }) {
  const answer = await withSession('GET', 'passkeys');
  if (!answer.ok) return [];
  const removing = ({ id, name }) =>
    action(
      'Remove',
      async () => {
        const { elements } = document.querySelector('#view form');
        const gone = await passkeys.remove(id, proof({ password: elements.password.value, code: elements.code.value.trim() }));
        if (gone.ok) await renew('The passkey is removed.');
        return gone;
      },
      { 'aria-label': `Remove ${name}` },
    );
  return [
    form({
      fields: [field('name', 'Name of the passkey', { value: 'My device' }), ...proofFields()],
      submit: 'Add a passkey',
      send: async (values) => {
        if (!passkeys.supported()) throw new Error('This browser has no passkeys here: they need https, or http://localhost.');
        const added = await passkeys.register(values.name, proof(values));
        if (added.ok) await renew('The passkey signs in from now on.');
        return added;
      },
    }),
    el(
      'section',
      {},
      el('h3', {}, 'Your passkeys'),
      alert(),
      answer.body.passkeys.length === 0 && el('p', { className: 'quiet' }, 'None yet.'),
      el(
        'ul',
        { className: 'list' },
        answer.body.passkeys.map((each) => el('li', {}, el('span', {}, each.name, ', since ', time(each.createdAt)), removing(each))),
      ),
    ),
  ];
}

export async function sessions({ renew }) {
  const answer = await withSession('GET', 'sessions');
  if (!answer.ok) return [];
  const end = async (path, what) => {
    const body = { password: document.querySelector('#field-password').value };
    const ended = await withSession('DELETE', path, body.password ? body : {});
    if (ended.ok) await renew(what);
    return ended;
  };
  const others = answer.body.sessions.filter((session) => !session.current);
  return [
    el(
      'section',
      {},
      field('password', 'Password', { type: 'password', autocomplete: 'current-password', hint: 'Ending a session takes it, where there is one.' }),
      alert(),
      el(
        'ul',
        { className: 'list' },
        answer.body.sessions.map((session) =>
          el(
            'li',
            {},
            el('span', {}, session.current ? 'This session, by ' : 'By ', session.signedInBy, ', since ', time(session.createdAt)),
            !session.current &&
              action('End it', () => end(`sessions/${session.id}`, 'The session has ended.'), { 'aria-label': `End it: the session since ${new Date(session.createdAt).toLocaleString()}` }),
          ),
        ),
      ),
      others.length > 0 && el('p', { className: 'actions' }, action('End all others', () => end('sessions', 'The other sessions have ended.'))),
    ),
  ];
}
