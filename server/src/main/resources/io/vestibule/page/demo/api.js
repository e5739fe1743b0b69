// Calls of the server, as a portal's page makes them. Each is shown in the panel of calls.
import { log } from './log.js';

const { base, portal, publicUrl } = document.documentElement.dataset;

/** The id of the portal that this page is. */
export const portalId = portal;

/** The address of this page that a mailed link leads to: the server adds /{id}/{token}. */
export const page = (view) => `${location.origin}${base}/demo#/${view}`;

/** Where the portal is an issuer. */
export const issuer = `${publicUrl}/portals/${portal}`;

/** This page, where the server says it is. */
export const publicPage = `${publicUrl}/demo`;

/** Sends a request, shows it with its answer, and gives `{ ok, status, body }`. */
export async function send(method, url, { headers = {}, body } = {}) {
  let response;
  try {
    response = await fetch(url, { method, headers, body, cache: 'no-store' });
  } catch {
    throw new Error('The server did not answer.');
  }
  const text = await response.text();
  let told = text || undefined;
  try {
    told = JSON.parse(text);
  } catch {
    // no JSON, so it is shown as it is
  }
  const answer = { ok: response.ok, status: response.status, body: told };
  log({ method, url, headers, body }, answer);
  return answer;
}

/** A call of Keaze's API, which speaks JSON. */
export function keaze(method, path, { body, token } = {}) {
  const headers = { 'Portal-Id': portal };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  return send(method, `${location.origin}${base}/api/rest/portal/${path}`, {
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** A form to an endpoint of OpenID Connect. */
export function openIdForm(path, parameters) {
  return send('POST', `${issuer}/${path}`, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  });
}
