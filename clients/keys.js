'use strict';

const { write } = require('./guides');

/** A client's key: the private half, and the file with the public one that `client add` reads. */
exports.jwks = async (alg = 'ES256') => {
  const { exportJWK, generateKeyPair } = await import('jose');
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const key = { ...(await exportJWK(publicKey)), alg, use: 'sig', kid: 'one' };
  return { privateKey, file: write(`${alg}.jwks.json`, JSON.stringify({ keys: [key] })) };
};
