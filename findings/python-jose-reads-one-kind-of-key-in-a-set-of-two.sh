#!/usr/bin/env bash
# python-jose with a key set of RSA and EC keys: only the tokens of the kind that stands first are good.
#
# Expected: of a key set (RFC 7517 section 5), which jwt.decode takes as its key, the one of the token's kid is used; or those that fit its alg are
#   tried, and others passed over. The order doesn't matter.
# Versions: python3-jose 3.3.0+dfsg-4 with python3-cryptography 38.0.4 (Debian 12's), Python 3.11.
# Behaviour: kid is never looked at. The keys are tried in the order of the set, each made into a key of the token's alg. At one of another type that
#   raises JWKError, before the right key is reached. JWKError is no JWTError, so that an API which answers 401 to a JWTError answers 500. Who
#   publishes a first key of the other type ahead of an old one locks out every such API at once. Picking the key by kid is the cure:
#   jwt.decode(token, next(k for k in keys["keys"] if k["kid"] == kid), ...). Reported in 2023 (mpdavis/python-jose, issue 331).
# Seen:
#   ES256, RS256 in the set: ES256 verified, RS256 JWKError (a JWTError: False) "Incorrect key type. Expected: 'RSA', Received: EC"
#   RS256, ES256 in the set: ES256 JWKError (a JWTError: False) "Incorrect key type. Expected: 'EC', Received: RSA", RS256 verified
#   by kid: ES256 verified, RS256 verified
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
/usr/bin/python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Debian 12 with its Python 3.11 is needed."; exit 1; }
# python3-cryptography is built for that Python; its version is the distribution's.
apt-get -qq download python3-jose=3.3.0+dfsg-4 python3-rsa python3-pyasn1 python3-ecdsa python3-cryptography python3-cffi-backend 2>/dev/null
for package in *.deb; do dpkg-deb --extract "$package" .; done

cat >check.py <<'PY'
import time

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jose import jwk, jwt
from jose.exceptions import JOSEError, JWTError

PRIVATE = {"ES256": ec.generate_private_key(ec.SECP256R1()), "RS256": rsa.generate_private_key(65537, 2048)}
PEM = {alg: key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode() for alg, key in PRIVATE.items()}


def public(alg):
    members = jwk.construct(PEM[alg], alg).public_key().to_dict()
    text = {name: value if isinstance(value, str) else value.decode() for name, value in members.items()}
    return {**text, "kid": "key-" + alg, "use": "sig", "alg": alg}


def outcome(alg, keys):
    token = jwt.encode({"sub": "1", "exp": int(time.time()) + 60}, PEM[alg], alg, headers={"kid": "key-" + alg})
    try:
        jwt.decode(token, keys(jwt.get_unverified_header(token)["kid"]), algorithms=["ES256", "RS256"])
        return alg + " verified"
    except JOSEError as refusal:
        return f'{alg} {type(refusal).__name__} (a JWTError: {isinstance(refusal, JWTError)}) "{refusal}"'


def show(what, keys):
    print(f"{what}: {outcome('ES256', keys)}, {outcome('RS256', keys)}")


for order in (["ES256", "RS256"], ["RS256", "ES256"]):
    key_set = {"keys": [public(alg) for alg in order]}
    show(", ".join(order) + " in the set", lambda kid: key_set)
show("by kid", lambda kid: next(key for key in key_set["keys"] if key["kid"] == kid))
PY
seen=$(PYTHONPATH=usr/lib/python3/dist-packages /usr/bin/python3 check.py)
printf '%s\n' "$seen"
[ "$seen" = "ES256, RS256 in the set: ES256 verified, RS256 JWKError (a JWTError: False) \"Incorrect key type. Expected: 'RSA', Received: EC\"
RS256, ES256 in the set: ES256 JWKError (a JWTError: False) \"Incorrect key type. Expected: 'EC', Received: RSA\", RS256 verified
by kid: ES256 verified, RS256 verified" ] || { echo 'The behaviour has changed.'; exit 1; }
