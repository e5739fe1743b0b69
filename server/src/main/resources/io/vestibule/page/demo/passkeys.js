// Passkeys: the browser is asked with what the server gives, and its answer goes back as it is.
import { keaze } from './api.js';
import { signedIn, withSession } from './session.js';

export const supported = () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON && PublicKeyCredential.prototype.toJSON);

/** A refusal that didn't come from the server, as if it did. */
const stopped = (message) => ({ ok: false, body: { message } });

async function asking(ask) {
  try {
    return await ask();
  } catch (error) {
    if (error.name === 'InvalidStateError') return { fault: stopped('This device has a passkey for this customer already.') };
    if (error.name === 'NotAllowedError') return { fault: stopped('The browser was stopped, or found no passkey.') };
    return { fault: stopped(`The browser refused: ${error.message}`) };
  }
}

export async function signIn() {
  const options = await keaze('POST', 'passkey-login/options', { body: {} });
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.body);
  const credential = await asking(() => navigator.credentials.get({ publicKey }));
  if (credential.fault) return credential.fault;
  const answer = await keaze('POST', 'passkey-login', { body: { credential: credential.toJSON() } });
  if (answer.ok) signedIn(answer.body);
  else if (answer.body.unknownCredential) await PublicKeyCredential.signalUnknownCredential?.(answer.body.unknownCredential);
  return answer;
}

/** Tells the browser which passkeys are left, so that its list of logins is right. */
async function tell({ allAcceptedCredentials, currentUserDetails }) {
  if (allAcceptedCredentials) await PublicKeyCredential.signalAllAcceptedCredentials?.(allAcceptedCredentials);
  if (currentUserDetails) await PublicKeyCredential.signalCurrentUserDetails?.(currentUserDetails);
}

/** `proof` is the password, or a code where a second factor is on. */
export async function register(name, proof) {
  const options = await withSession('POST', 'passkeys/options', proof);
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.body);
  const credential = await asking(() => navigator.credentials.create({ publicKey }));
  if (credential.fault) return credential.fault;
  const answer = await withSession('POST', 'passkeys', { name, credential: credential.toJSON() });
  if (answer.ok) await tell(answer.body);
  return answer;
}

export async function remove(id, proof) {
  const answer = await withSession('DELETE', `passkeys/${id}`, proof);
  if (answer.ok && supported()) await tell(answer.body);
  return answer;
}
