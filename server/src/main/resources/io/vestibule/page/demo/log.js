// The panel of calls: what was sent and what came back, with a curl that sends the same.
import { el } from './dom.js';

const panel = document.getElementById('calls');

const pretty = (body) => (typeof body === 'string' ? body : JSON.stringify(body, null, 2));

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The call as a command: what a developer pastes into a shell. */
export function curl({ method, url, headers, body }) {
  const words = ['curl', '-i'];
  if (method !== 'GET') words.push('-X', method);
  words.push(quoted(url));
  for (const [name, value] of Object.entries(headers)) words.push('-H', quoted(`${name}: ${value}`));
  if (body !== undefined) words.push('--data-raw', quoted(body));
  return words.join(' ');
}

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  button.textContent = 'Copied';
}

/** Adds a call that was answered. */
export function log(request, response) {
  const { pathname, search } = new URL(request.url);
  const command = curl(request);
  const call = el(
    'details',
    {},
    el(
      'summary',
      {},
      el('span', { className: `status ${response.ok ? 'good' : 'bad'}` }, String(response.status)),
      ` ${request.method} `,
      el('code', {}, pathname + search),
    ),
    request.body !== undefined && [el('h3', {}, 'Sent'), el('pre', {}, request.body)],
    el('h3', {}, 'Answered'),
    el('pre', {}, response.body === undefined ? 'No body.' : pretty(response.body)),
    el('h3', {}, 'curl'),
    el('pre', {}, command),
    el('button', { type: 'button', className: 'plain', onclick: ({ currentTarget }) => copy(command, currentTarget) }, 'Copy the curl'),
  );
  const item = el('li', {}, call);
  panel.querySelector(':scope > p')?.remove();
  panel.querySelector('ol').append(item);
  panel.scrollTop = panel.scrollHeight;
}
