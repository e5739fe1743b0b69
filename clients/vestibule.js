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

/** Starts the built product with demo data, or without any, in a folder of its own. */
exports.serve = async (publicUrl = exports.issuer, demo = ['--demo']) => {
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
  const server = spawn(java, [...jar, 'serve', ...demo], { env });
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
  const tls = await exports.terminate();
  const { port, stop } = await exports.serve();
  tls.to(port);
  return { host: tls.host, stop: () => closing(tls, stop) };
};

/**
 * The same, where its public URL is the one that it is reached by: a provider of OpenID Connect.
 *
 * @param {string} name of another host, if it isn't this machine's own; only what knows where that is can reach it
 * @param {string[]} demo as for `serve`
 */
exports.provide = async (name = 'localhost', demo = ['--demo']) => {
  const tls = await exports.terminate();
  const url = `https://${tls.host.replace('localhost', name)}`;
  const { port, command, stop } = await exports.serve(url, demo);
  tls.to(port);
  let read = 0;
  return {
    url,
    issuer: `${url}/portals/1`,
    /** Where this machine reaches it by http. */
    inner: `http://127.0.0.1:${port}`,
    command,
    /** Makes an application of portal 1 and returns its secret, if it has one. */
    addClient: async (name, ...options) =>
      /^secret +(\S+)$/m.exec(await command('client', 'add', name, '--portal', '1', '--scope', 'openid', ...options))?.[1],
    /** The link of the next mail to an address that has one. A mail goes out behind the answer, so the inbox is asked to wait for it. */
    mailedLink: async (address) => {
      let link;
      while (!link) {
        const { mails } = await (await fetch(`${url}/dev/inbox.json?after=${read}&wait=30&q=${address}`)).json();
        if (mails.length === 0) throw new Error(`no mail to ${address}`);
        read = mails[0].id;
        link = mails.flatMap((mail) => mail.links)[0];
      }
      return link;
    },
    stop: () => closing(tls, stop),
  };
};

/** A server of its own behind TLS, on a free port. */
exports.listen = async (answer) => {
  const key = fs.readFileSync(path.join(process.env.CLIENTS_TLS, 'key.p12'));
  const server = https.createServer({ pfx: key, passphrase: 'changeit' }, answer);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
};

/** TLS before another server. Calls before `to` says where to wouldn't get an answer. */
exports.terminate = async () => {
  let inner;
  const tls = await exports.listen((request, response) => forward(request, response, inner));
  return {
    /** `localhost:port`, by https. */
    host: `localhost:${tls.address().port}`,
    to: (port) => {
      inner = port;
    },
    close: () => {
      tls.closeAllConnections();
      tls.close();
    },
  };
};

async function closing(tls, stop) {
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
  response.on('close', () => inner.destroy()); // a stream has no end but this
  request.pipe(inner);
}
