'use strict';

const { execFile, spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

/** Where portals believe it to be: what its tokens are issued by. */
exports.issuer = 'https://signin.example.com';

/** Starts the built product with demo data in a folder of its own. */
exports.serve = async (publicUrl = exports.issuer) => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'vestibule-clients-'));
  const java = path.join(process.env.JAVA_HOME, 'bin', 'java');
  const jar = ['-jar', path.join(__dirname, '..', 'server', 'target', 'vestibule.jar')];
  const env = {
    ...process.env,
    VESTIBULE_MODE: 'test',
    VESTIBULE_DATA_DIR: data,
    VESTIBULE_HTTP_PORT: '0',
    VESTIBULE_MANAGEMENT_PORT: '0',
    VESTIBULE_PUBLIC_URL: publicUrl,
  };
  const server = spawn(java, [...jar, 'serve', '--demo'], { env });
  return {
    port: await serving(server),
    /** Runs a command beside the server and returns what it prints. */
    command: async (...words) => (await promisify(execFile)(java, [...jar, ...words], { env })).stdout,
    stop: async () => {
      const ended = new Promise((exit) => server.on('exit', exit));
      server.kill();
      await ended;
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
};

/** The same with TLS before it, as a portal's operator would run it. */
exports.start = async () => {
  const { tls, host, to } = await terminate();
  const { port, stop } = await exports.serve();
  to(port);
  return { host, stop: () => closing(tls, stop) };
};

/** The same, where its public URL is the one that it is reached by: a provider of OpenID Connect. */
exports.provide = async () => {
  const { tls, host, to } = await terminate();
  const { port, command, stop } = await exports.serve(`https://${host}`);
  to(port);
  return {
    url: `https://${host}`,
    issuer: `https://${host}/portals/1`,
    command,
    /** Makes an application of portal 1 and returns its secret, if it has one. */
    addClient: async (name, ...options) =>
      /^secret +(\S+)$/m.exec(await command('client', 'add', name, '--portal', '1', '--scope', 'openid', ...options))?.[1],
    stop: () => closing(tls, stop),
  };
};

/** TLS on a free port. Calls before `to` says where to wouldn't get an answer. */
async function terminate() {
  const key = fs.readFileSync(path.join(process.env.CLIENTS_TLS, 'key.p12'));
  let inner;
  const tls = https.createServer({ pfx: key, passphrase: 'changeit' }, (request, response) => forward(request, response, inner));
  await new Promise((listening) => tls.listen(0, '127.0.0.1', listening));
  return {
    tls,
    /** `localhost:port`, by https. */
    host: `localhost:${tls.address().port}`,
    to: (port) => {
      inner = port;
    },
  };
}

async function closing(tls, stop) {
  tls.closeAllConnections();
  tls.close();
  await stop();
}

function serving(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk) => {
      said += chunk;
      const line = /serving on [^ ]*:(\d+), health/.exec(said);
      if (line) resolve(Number(line[1]));
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', () => reject(new Error(`The server ended: ${said}`)));
  });
}

function forward(request, response, port) {
  const { method, url, headers } = request;
  const inner = http.request({ port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  inner.on('error', (fault) => response.destroy(fault));
  request.pipe(inner);
}
