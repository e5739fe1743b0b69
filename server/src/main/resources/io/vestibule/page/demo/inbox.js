// The dev inbox, live: the mail of this server, as server-sent events.
import { el, time } from './dom.js';

const panel = document.getElementById('inbox');

function link(address) {
  const here = address.split('#')[0] === location.href.split(/[#?]/)[0];
  return el('a', { href: address, ...(here ? {} : { target: '_blank', rel: 'noopener' }) }, here ? 'Open the link here' : 'Open the link in a new tab');
}

function show(mail) {
  panel.querySelector(':scope > p')?.remove();
  panel.querySelector('ol').append(
    el(
      'li',
      {},
      el('h3', {}, mail.subject),
      el('p', { className: 'quiet' }, `to ${mail.to}, `, time(mail.at)),
      mail.links.length > 0 && el('p', { className: 'actions' }, mail.links.map(link)),
      el('details', {}, el('summary', {}, 'The mail'), el('pre', {}, mail.text)),
    ),
  );
  panel.scrollTop = panel.scrollHeight;
}

/** Follows it, if mail is shown instead of sent. */
export function follow() {
  if (!panel) return;
  const events = new EventSource(`${document.documentElement.dataset.base}/dev/inbox/events`);
  events.addEventListener('mail', ({ data }) => show(JSON.parse(data)));
}
