// A portal's front end, small and whole: the view is in the fragment of the address, as `#/reset/{id}/{token}` is in a mailed link.
import * as account from './account.js';
import { publicPage } from './api.js';
import { el } from './dom.js';
import * as inbox from './inbox.js';
import * as openId from './openid.js';
import { secondFactor } from './second-factor.js';
import { current } from './session.js';
import * as signIn from './sign-in.js';

const OUT = {
  'sign-in': ['Sign in', signIn.signIn],
  register: ['Register', signIn.register],
  forgot: ['Forgotten password', signIn.forgot],
};
const BY_LINK = {
  code: ['Second factor', signIn.code],
  reset: ['New password', signIn.reset],
  link: ['Sign in by a link', signIn.link],
  'change-email': ['New email address', signIn.changeEmail],
};
const IN = {
  account: ['Profile', account.profile],
  address: ['Address', account.address],
  password: ['Password', account.password],
  'second-factor': ['Second factor', secondFactor],
  passkeys: ['Passkeys', account.passkeyList],
  sessions: ['Sessions', account.sessions],
};
const BY_OPENID = { openid: ['Signed in by OpenID Connect', openId.account] };

const view = document.getElementById('view');
const views = document.getElementById('views');
const status = document.getElementById('status');

/** Whose views there are: of nobody, of who is signed in by Keaze's API, or by OpenID Connect. */
function entries() {
  if (!current()) return OUT;
  return current().idToken ? BY_OPENID : IN;
}

/** The view that the address asks for; what a mailed link leads to is anybody's. */
function asked() {
  const [, name = '', ...rest] = location.hash.split('/');
  const known = { ...BY_LINK, ...entries() };
  return name in known ? { name, rest, entry: known[name] } : { name: Object.keys(entries())[0], rest: [], entry: Object.values(entries())[0] };
}

let shows = 0;

async function show() {
  const mine = ++shows;
  const { name, rest, entry } = asked();
  const [title, make] = entry;
  const links = Object.entries(entries()).map(([key, [label]]) =>
    el('a', { href: `#/${key}`, 'aria-current': key === name ? 'page' : null }, label),
  );
  views.replaceChildren(...links);
  const parts = await make({ rest, say, renew });
  if (mine !== shows) return;
  const heading = el('h2', { tabIndex: -1 }, title);
  view.replaceChildren(heading, ...parts);
  document.title = `${title}, try-it portal`;
  if (mine > 1) heading.focus({ preventScroll: true });
}

/** Says what happened, until something else is done. */
function say(sentence) {
  status.textContent = sentence;
}

/** Says what happened, and shows the view as it is now, with more below it where there is more to tell. */
async function renew(sentence, more = []) {
  await show();
  view.append(...more);
  say(sentence);
}

async function start() {
  if (location.origin !== new URL(publicPage).origin) {
    const notice = document.getElementById('elsewhere');
    const link = notice.querySelector('a');
    link.href = publicPage;
    link.textContent = publicPage;
    notice.hidden = false;
  }
  const fault = await openId.finish();
  inbox.follow();
  addEventListener('hashchange', show);
  for (const done of ['click', 'submit']) document.querySelector('main').addEventListener(done, () => say(''), { capture: true });
  await show();
  if (fault) say(fault);
}

start();
