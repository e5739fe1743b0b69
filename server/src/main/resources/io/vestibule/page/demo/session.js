// Who is signed in on this page. A real portal keeps tokens out of storage that scripts read; this one shows them anyway.
import { keaze } from './api.js';

const KEY = 'vestibule-demo-session';

let session = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');

/** `{ accessToken, refreshToken?, expiresAt }` of Keaze's API, or the same with `idToken` of OpenID Connect; null for nobody. */
export const current = () => session;

export function keep(next) {
  session = next;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
}

/** Keeps what a sign-in gave: the two calls name their tokens in their own ways. */
export function signedIn({ access_token, refresh_token, expires_at, accessToken, expiresAt }) {
  keep({ accessToken: access_token ?? accessToken, refreshToken: refresh_token, expiresAt: expires_at ?? expiresAt });
}

/** Gets new tokens for the refresh token. */
export async function refresh() {
  const answer = await keaze('POST', 'refresh-token', { body: { refreshToken: session.refreshToken } });
  if (answer.ok) signedIn(answer.body);
  return answer;
}

/** A call in the session. An access token that is out of date is renewed once, as a portal's page would do. */
export async function withSession(method, path, body) {
  let answer = await keaze(method, path, { body, token: session.accessToken });
  if (answer.status === 401 && session.refreshToken && Date.parse(session.expiresAt) < Date.now() && (await refresh()).ok) {
    answer = await keaze(method, path, { body, token: session.accessToken });
  }
  if (answer.status === 401) {
    keep(null);
    location.hash = '#/sign-in';
  }
  return answer;
}
