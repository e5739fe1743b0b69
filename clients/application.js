'use strict';

const http = require('node:http');

const ended = (page) => page.end('<!DOCTYPE html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><p>Back at the shop');

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
