'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const os = require('node:os');
const path = require('node:path');

/** Where portals believe it to be: what its tokens are issued by. */
exports.issuer = 'https://signin.example.com';

/** Starts the built product with demo data in a folder of its own. */
exports.serve = async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'vestibule-clients-'));
  const server = spawn(
    path.join(process.env.JAVA_HOME, 'bin', 'java'),
    ['-jar', path.join(__dirname, '..', 'server', 'target', 'vestibule.jar'), 'serve', '--demo'],
    {
      env: {
        ...process.env,
        VESTIBULE_MODE: 'test',
        VESTIBULE_DATA_DIR: data,
        VESTIBULE_HTTP_PORT: '0',
        VESTIBULE_MANAGEMENT_PORT: '0',
        VESTIBULE_PUBLIC_URL: exports.issuer,
      },
    },
  );
  return {
    port: await serving(server),
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
  const key = fs.readFileSync(path.join(process.env.CLIENTS_TLS, 'key.p12'));
  const { port, stop } = await exports.serve();
  const tls = https.createServer({ pfx: key, passphrase: 'changeit' }, (request, response) => forward(request, response, port));
  await new Promise((listening) => tls.listen(0, '127.0.0.1', listening));
  return {
    /** `localhost:port`, by https. */
    host: `localhost:${tls.address().port}`,
    stop: async () => {
      tls.closeAllConnections();
      tls.close();
      await stop();
    },
  };
};

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
