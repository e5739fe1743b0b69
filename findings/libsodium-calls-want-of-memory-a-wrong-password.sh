#!/usr/bin/env bash
# A right password is "wrong" when libsodium finds no memory for its hash.
#
# Expected: a check that can't be done is an error, so that a sign-in server answers "come back later" and counts no failure.
# Versions: npm sodium-native 5.1.0 (libsodium's crypto_pwhash_str_verify), npm argon2 0.44.0 (the reference implementation), Node.js 20, Linux.
# Behaviour: with the process' address space limited, as a container's or unit's limit does, crypto_pwhash_str_verify answers -1 for want of
#   memory, the same as for a wrong password; only errno (ENOMEM instead of EINVAL) tells them apart. sodium-native doesn't look at it and
#   returns false. argon2 raises an error for the same hash. A customer is told that the password is wrong, and locked after a few tries.
# Seen:
#   before the limit: sodium-native true, argon2 true
#   after it: sodium-native false, argon2 raises "Memory allocation error"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit sodium-native@5.1.0 argon2@0.44.0 >/dev/null

cat >check.js <<'JS'
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const sodium = require('sodium-native');
const argon2 = require('argon2');

const password = Buffer.from('correct horse 9');
const bytes = 256 * 1024 * 1024;
const outcome = async (check) => {
  try {
    return String(await check());
  } catch (error) {
    return `raises "${error.message}"`;
  }
};

(async () => {
  const bySodium = Buffer.alloc(sodium.crypto_pwhash_STRBYTES);
  sodium.crypto_pwhash_str(bySodium, password, 2, bytes);
  const byArgon2 = await argon2.hash(password, { memoryCost: bytes / 1024, timeCost: 2, parallelism: 1 });
  const both = async (when) =>
    console.log(
      `${when}: sodium-native ${await outcome(() => sodium.crypto_pwhash_str_verify(bySodium, password))}, ` +
        `argon2 ${await outcome(() => argon2.verify(byArgon2, password))}`,
    );

  await both('before the limit');
  const size = 1024 * Number(readFileSync('/proc/self/status', 'utf8').match(/VmSize:\s+(\d+)/)[1]);
  execFileSync('prlimit', ['--pid', String(process.pid), `--as=${size + bytes / 4}`]);
  await both('after it');
})();
JS
seen=$(node check.js)
printf '%s\n' "$seen"
[ "$seen" = 'before the limit: sodium-native true, argon2 true
after it: sodium-native false, argon2 raises "Memory allocation error"' ] || { echo 'The behaviour has changed.'; exit 1; }
