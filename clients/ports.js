'use strict';

const net = require('node:net');

/** A port of this machine that nothing listens on. */
exports.freePort = async () => {
  const server = net.createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
};
