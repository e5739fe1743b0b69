// Asks the browser for passkeys. Where it has none, or runs no script, the pages work all the same: what needs this is hidden in them.
const forms = document.querySelectorAll('form[data-passkey]');

/** The request that the browser's list of logins answers, while it waits. */
let waiting = null;

/** What the server says is wrong, in the customer's language. */
class Told extends Error {}

async function options(form) {
  const answer = await fetch(form.dataset.options, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    redirect: 'error',
  });
  const told = await answer.json();
  if (!answer.ok) throw new Told(told.fault);
  return told;
}

async function ask(form, more) {
  const told = await options(form);
  return form.dataset.passkey === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(told), ...more })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(told), ...more });
}

/** What the server reads of the browser's answer, and no more: extensions may hold secrets of the customer's. */
function answered(credential) {
  const { id, rawId, type, response, clientExtensionResults } = credential.toJSON();
  const { clientDataJSON, attestationObject, transports, authenticatorData, signature, userHandle } = response;
  return JSON.stringify({
    id,
    rawId,
    type,
    response: attestationObject
      ? { clientDataJSON, attestationObject, transports }
      : { clientDataJSON, authenticatorData, signature, userHandle },
    clientExtensionResults: { credProps: clientExtensionResults?.credProps },
  });
}

function send(form, credential) {
  form.elements.credential.value = answered(credential);
  for (const secret of form.querySelectorAll('[data-secret]')) secret.disabled = true; // it was for the options
  form.submit();
}

function say(form, error) {
  const words = form.dataset;
  const known = { NotAllowedError: words.stopped, AbortError: words.stopped, InvalidStateError: words.known };
  const place = form.querySelector('[role=alert]');
  place.classList.toggle('fault', error.name !== 'InvalidStateError'); // which is good news
  place.textContent = error instanceof Told && error.message ? error.message : (known[error.name] ?? words.failed);
  place.hidden = false;
}

function stopWaiting() {
  waiting?.abort();
  waiting = null;
}

/** Offers passkeys in the browser's list of logins. Nobody asked for them, so nothing is said where that fails. */
async function offer(form) {
  const mine = new AbortController();
  waiting = mine;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const renew = setTimeout(() => {
    mine.abort(); // the challenge is about to end
    for (const use of ['pointerdown', 'keydown']) {
      addEventListener(use, () => waiting === mine && offer(form), { once: true });
    }
  }, Number(form.dataset.life));
  try {
    send(form, await ask(form, { mediation: 'conditional', signal: mine.signal }));
  } catch {
    if (!mine.signal.aborted) clearTimeout(renew);
  }
}

/** Makes a passkey beside the password that was just used, where browser and customer let pages do so. */
async function upgrade(form) {
  const able = await PublicKeyCredential.getClientCapabilities?.();
  if (!able?.conditionalCreate) return;
  const credential = await ask(form, { mediation: 'conditional' });
  form.elements.credential.value = answered(credential);
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
  if (answer.ok) {
    for (const none of document.querySelectorAll('[data-no-passkey]')) none.hidden = true;
    form.querySelector('[role=status]').hidden = false;
    form.hidden = false;
  } else if (answer.status < 500) {
    // refused, or (0) sent to the sign-in; after a fault nobody knows whether it is stored
    await PublicKeyCredential.signalUnknownCredential?.({ rpId: form.dataset.site, credentialId: credential.id });
  }
}

async function press(form) {
  stopWaiting();
  try {
    send(form, await ask(form, {}));
  } catch (error) {
    say(form, error);
    if (form.dataset.life) offer(form);
  }
}

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON && PublicKeyCredential.prototype.toJSON) {
  for (const without of document.querySelectorAll('[data-without-passkeys]')) without.hidden = true;
  for (const part of document.querySelectorAll('[data-with-passkeys]')) part.hidden = false;
  for (const signal of document.querySelectorAll('[data-signal]')) {
    PublicKeyCredential[signal.dataset.signal]?.(JSON.parse(signal.dataset.told)).catch(() => {});
  }
  for (const form of forms) {
    if (form.dataset.upgrade !== undefined) {
      upgrade(form).catch(() => {});
      continue;
    }
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      press(form);
    });
    if (form.dataset.life) offer(form);
  }
}
