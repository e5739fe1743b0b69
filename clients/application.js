'use strict';

const http = require('node:http');

const ended = (page) => page.end('<!DOCTYPE html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><p>Back at the shop');

/** RFC 7636 appendix B: a verifier that everybody knows is enough for a test. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** The address at which an application begins the sign-in of a customer. */
exports.codeRequest = ({ issuer }, { port }, more = {}) => {
  const parameters = {
    client_id: 'shop',
    redirect_uri: `http://localhost:${port}/callback`,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    state: 'kept',
    ...more,
  };
  return `${issuer}/authorize?${new URLSearchParams(parameters)}`;
};

/** The claims of the ID token that a public application gets for the code which a browser brought. */
exports.claims = async ({ issuer }, { port }, parameters, client = 'shop') => {
  const { createRemoteJWKSet, jwtVerify } = await import('jose');
  const { token_endpoint, jwks_uri } = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: client,
    redirect_uri: `http://localhost:${port}/callback`,
    code: parameters.get('code'),
    code_verifier: VERIFIER,
  });
  const answer = await fetch(token_endpoint, { method: 'POST', body });
  const { id_token } = await answer.json();
  const { payload } = await jwtVerify(id_token, createRemoteJWKSet(new URL(jwks_uri)), { issuer, audience: client });
  return payload;
};

/** An application that only writes down what the customer's browser brings, at each of the machine's own addresses. */
exports.listen = async () => {
  const arrived = [];
  const take = async (request, response) => {
    const body = (await request.toArray()).join('');
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    arrived.push({ method: request.method, pathname, parameters: request.method === 'POST' ? new URLSearchParams(body) : searchParams });
    ended(response.setHeader('Content-Type', 'text/html'));
  };
  const on = async (port, host) => {
    const server = http.createServer(take);
    await new Promise((listening, failed) => server.on('error', failed).listen(port, host, listening));
    return server;
  };
  const servers = [await on(0, '127.0.0.1')];
  const { port } = servers[0].address();
  servers.push(await on(port, '::1'));
  return {
    port,
    /** The last request, and none before it counts any more. */
    last: () => arrived.splice(0).at(-1),
    close: () => servers.forEach((server) => server.close()),
  };
};
