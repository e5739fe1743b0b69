'use strict';

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const vestibule = require('../vestibule');

// Five generated clients of each document compile, and a customer signs in through each.

const clients = path.join(__dirname, 'target', 'clients');
const made = path.join(__dirname, 'target', 'compiled');
const java = path.join(process.env.JAVA_HOME, 'bin');
const classpath = [path.join(made, 'java'), path.join(__dirname, 'target', 'libraries', '*')].join(path.delimiter);
const program = (name) => path.join(__dirname, 'sign-in', name);
const dialects = { sonar: 'John Doe', logicboxes: 'John Doe', keaze: 'Bearer' };

const languages = {
  'typescript-fetch': {
    compile() {
      fs.copyFileSync(program('sign-in.ts'), path.join(clients, 'sign-in.ts'));
      run(path.join(__dirname, 'node_modules', '.bin', 'tsc'), [
        ...['--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom', '--types', ''],
        ...['--outDir', path.join(made, 'typescript'), path.join(clients, 'sign-in.ts')],
      ]);
    },
    signIn: (...what) => run(process.execPath, [path.join(made, 'typescript', 'sign-in.js'), ...what]),
  },
  java: {
    compile() {
      const files = all('java', '.java').filter((file) => file.includes(`${path.sep}main${path.sep}`));
      fs.writeFileSync(path.join(made, 'java.txt'), [...files, program('SignIn.java')].join('\n'));
      run(path.join(java, 'javac'), ['-nowarn', '-proc:none', '-cp', classpath, '-d', path.join(made, 'java'), `@${path.join(made, 'java.txt')}`]);
    },
    signIn: (...what) => run(path.join(java, 'java'), ['-cp', classpath, 'SignIn', ...what]),
  },
  python: {
    compile() {
      const importAll =
        'import importlib, pkgutil, sys\n' +
        'for name in sys.argv[1:]:\n' +
        '  for module in pkgutil.walk_packages(importlib.import_module(name).__path__, name + "."): importlib.import_module(module.name)';
      python(['-W', 'error', '-c', importAll, ...Object.keys(dialects)]);
    },
    signIn: (...what) => python([program('sign-in.py'), ...what]),
  },
  php: {
    compile: () => php([program('load.php'), ...all('php', '.php')]),
    signIn: (...what) => php([program('sign-in.php'), ...what]),
  },
  ruby: {
    compile: () => run('ruby', ['-c', ...all('ruby', '.rb')]),
    signIn: (...what) =>
      run('ruby', [...Object.keys(dialects).flatMap((name) => ['-I', path.join(clients, `${name}-ruby`, 'lib')]), program('sign-in.rb'), ...what]),
  },
};

let server;

before(async () => {
  fs.rmSync(made, { recursive: true, force: true });
  fs.mkdirSync(path.join(made, 'java'), { recursive: true });
  server = await vestibule.serve();
});

after(() => server.stop());

for (const [language, { compile, signIn }] of Object.entries(languages)) {
  test(`${language}: the clients compile, and a customer signs in through each`, async (t) => {
    compile();
    for (const [dialect, said] of Object.entries(dialects)) {
      await t.test(dialect, () => assert.equal(signIn(dialect, `http://127.0.0.1:${server.port}`).trim(), said));
    }
  });
}

function run(command, given, env = {}) {
  return execFileSync(command, given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
}

function python(given) {
  const PYTHONPATH = Object.keys(dialects).map((name) => path.join(clients, `${name}-python`)).join(path.delimiter);
  return run(path.join(__dirname, 'target', 'python', 'bin', 'python'), given, { PYTHONPATH });
}

function php(given) {
  return run('php', ['-d', 'error_reporting=E_ALL & ~E_DEPRECATED', '-d', 'display_errors=stderr', ...given], { CLIENTS: clients });
}

/** The library's files of the generated clients of a language. */
function all(language, ending) {
  return Object.keys(dialects).flatMap((dialect) => {
    const folder = path.join(clients, `${dialect}-${language}`, language === 'java' ? 'src' : 'lib');
    return fs
      .readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith(ending))
      .map((name) => path.join(folder, name));
  });
}
