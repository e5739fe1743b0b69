// Signing in by OpenID Connect, as an application does that never sees the password: the code flow with PKCE (RFC 7636).
import { issuer, openIdForm, publicPage, send } from './api.js';
import { action, el } from './dom.js';
import { current, keep } from './session.js';

const CLIENT = 'demo-spa';
const KEY = 'vestibule-demo-openid';

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** Leaves for the server's own page. */
export async function begin() {
  const request = { verifier: random(), state: random(), nonce: random() };
  sessionStorage.setItem(KEY, JSON.stringify(request));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(request.verifier));
  const parameters = {
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: publicPage,
    scope: 'openid profile email offline_access',
    code_challenge: base64url(new Uint8Array(hash)),
    code_challenge_method: 'S256',
    state: request.state,
    nonce: request.nonce,
  };
  location.assign(`${issuer}/authorize?${new URLSearchParams(parameters)}`);
}

/** What a token says. An application verifies it with a library; this page got it from the issuer itself, over the same connection. */
const claims = (token) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))));

function keepTokens({ access_token, refresh_token, id_token, expires_in }) {
  keep({
    accessToken: access_token,
    refreshToken: refresh_token,
    idToken: id_token ?? current()?.idToken,
    expiresAt: new Date(Date.now() + expires_in * 1000).toISOString(),
  });
}

/** Redeems the code that the address brings, if it does; says what went wrong, and nothing if all went well. */
export async function finish() {
  const query = new URLSearchParams(location.search);
  if (!query.has('code') && !query.has('error')) return undefined;
  const request = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  sessionStorage.removeItem(KEY);
  history.replaceState(null, '', location.pathname + location.hash);
  if (query.has('error')) return query.get('error_description') ?? query.get('error');
  if (query.get('state') !== request.state || query.get('iss') !== issuer) return 'This answer is not to a request of this page.';
  const answer = await openIdForm('token', {
    grant_type: 'authorization_code',
    client_id: CLIENT,
    code: query.get('code'),
    code_verifier: request.verifier,
    redirect_uri: publicPage,
  });
  if (!answer.ok) return answer.body.error_description;
  if (claims(answer.body.id_token).nonce !== request.nonce) return 'The ID token is not for this request.';
  keepTokens(answer.body);
  location.hash = '#/openid';
  return undefined;
}

const userInfo = () => send('GET', `${issuer}/userinfo`, { headers: { Authorization: `Bearer ${current().accessToken}` } });

async function refresh() {
  const answer = await openIdForm('token', { grant_type: 'refresh_token', client_id: CLIENT, refresh_token: current().refreshToken });
  if (answer.ok) keepTokens(answer.body);
  return answer;
}

async function revoke() {
  const answer = await openIdForm('revoke', { client_id: CLIENT, token: current().refreshToken });
  if (answer.ok) {
    keep(null);
    location.hash = '#/sign-in';
  }
  return answer;
}

function signOut() {
  const { idToken } = current();
  keep(null);
  location.assign(`${issuer}/logout?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: publicPage })}`);
}

/** What the application knows of the customer. */
export async function account({ renew }) {
  const info = await userInfo();
  return [
    el('p', { className: 'fault', role: 'alert' }, info.ok ? '' : 'UserInfo refuses the access token: it was revoked, or is out of date.'),
    el('h3', {}, 'UserInfo'),
    el('pre', {}, JSON.stringify(info.body ?? {}, null, 2)),
    el('h3', {}, 'ID token'),
    el('pre', {}, JSON.stringify(claims(current().idToken), null, 2)),
    el(
      'p',
      { className: 'actions' },
      action('Refresh the tokens', async () => {
        const answer = await refresh();
        if (answer.ok) await renew('The tokens are new.');
        return answer;
      }),
      action('Revoke the tokens', revoke),
      action('Sign out', signOut),
    ),
  ];
}
