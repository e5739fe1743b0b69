// The second factor of who is signed in: an app's codes, and recovery codes.
import { action, el, field, form } from './dom.js';
import { withSession } from './session.js';

const codeField = (hint) => field('code', 'Code', { inputMode: 'numeric', autocomplete: 'one-time-code', hint });

const codeList = (codes) => [
  el('p', {}, 'Recovery codes, each good once. They are never shown again.'),
  el('ul', { className: 'codes' }, codes.map((code) => el('li', {}, el('code', {}, code)))),
];

/** Shows what comes next in the place of the view. */
const replace = (parts) => document.getElementById('view').append(...parts);

async function turnedOn(answer, renew) {
  if (answer.ok) await renew('The second factor is on.', codeList(answer.body.recoveryCodes));
  return answer;
}

function confirm({ secret, qr }, renew) {
  document.querySelector('#view .offer')?.remove();
  const offer = el(
    'section',
    { className: 'offer' },
    el('h3', {}, 'The app'),
    el('img', { className: 'qr', alt: 'QR code for the app', src: `data:image/svg+xml,${encodeURIComponent(qr)}` }),
    el('p', {}, 'or type ', el('code', { id: 'secret' }, secret)),
    form({
      fields: [field('first', 'First code of the app', { inputMode: 'numeric', autocomplete: 'one-time-code' })],
      submit: 'Turn it on',
      send: async ({ first }) => turnedOn(await withSession('POST', 'second-factor/totp/confirm', { code: first }), renew),
    }),
  );
  replace([offer]);
  offer.querySelector('input').focus();
}

export async function secondFactor({ say, renew }) {
  const answer = await withSession('GET', 'second-factor');
  if (!answer.ok) return [];
  const { enabled, recoveryCodesLeft } = answer.body;
  if (!enabled) {
    return [
      el('p', {}, 'There is none. An app shows codes for a secret, once the password is given.'),
      form({
        fields: [field('password', 'Password', { type: 'password', autocomplete: 'current-password' })],
        submit: 'Set up an app',
        send: async (body) => {
          const offer = await withSession('POST', 'second-factor/totp', body);
          if (offer.ok) confirm(offer.body, renew);
          return offer;
        },
      }),
    ];
  }
  const code = () => ({ code: document.querySelector('#field-code').value.trim() });
  const newCodes = async () => {
    const codes = await withSession('POST', 'second-factor/recovery-codes', code());
    if (codes.ok) await renew('The recovery codes are new.', codeList(codes.body.recoveryCodes));
    return codes;
  };
  const mail = async () => {
    const sent = await withSession('POST', 'second-factor/email');
    if (sent.ok) say('A code is in the dev inbox.');
    return sent;
  };
  return [
    el('p', {}, `It is on. ${recoveryCodesLeft} recovery codes are left.`),
    form({
      fields: [codeField('Each change takes a code: of the app, a recovery code, or one by mail.')],
      submit: 'Turn it off',
      send: async () => {
        const off = await withSession('DELETE', 'second-factor', code());
        if (off.ok) await renew('The second factor is off.');
        return off;
      },
      more: [action('New recovery codes', newCodes), action('Mail me a code', mail)],
    }),
  ];
}
