// Makes elements. No text ever becomes markup.

/** An element with properties (attributes, where an element has no property of that name), listeners (`onclick`) and children. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && key !== 'form') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A labelled input: `field('email', 'Email address', { type: 'email' })`. */
export function field(name, label, properties = {}) {
  const { hint, ...rest } = properties;
  const id = `field-${name}`;
  return el(
    'div',
    { className: 'field' },
    el('label', { htmlFor: id }, label),
    hint && el('p', { className: 'quiet', id: `${id}-hint` }, hint),
    el('input', { id, name, type: 'text', 'aria-describedby': hint ? `${id}-hint` : null, ...rest }),
  );
}

/**
 * A form that the page's script sends. `send(values)` gives the answer of a call; if that is a refusal, its sentences are shown at their
 * fields, and its message above.
 */
export function form({ fields = [], submit, send, more = [] }) {
  const fault = el('p', { className: 'fault', role: 'alert' });
  const button = el('button', { type: 'submit' }, submit);
  return el(
    'form',
    {
      noValidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const values = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim?.() ?? value]));
        clear(event.target);
        fault.textContent = '';
        button.disabled = true;
        try {
          const answer = await send(values);
          if (answer && !answer.ok) refuse(event.target, fault, answer.body);
        } catch (error) {
          fault.textContent = error.message;
        } finally {
          button.disabled = false;
        }
      },
    },
    fault,
    fields,
    el('p', { className: 'actions' }, button, more),
  );
}

function clear(element) {
  for (const told of element.querySelectorAll('.field .fault')) told.remove();
  for (const input of element.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    const others = (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => !id.endsWith('-fault'));
    if (others.join('')) input.setAttribute('aria-describedby', others.join(' '));
    else input.removeAttribute('aria-describedby');
  }
}

function refuse(element, fault, body) {
  fault.textContent = body?.message ?? 'That did not work.';
  const wrong = Object.entries(body?.errors ?? {}).filter(([name]) => element.elements.namedItem(name) instanceof HTMLInputElement);
  for (const [name, sentences] of wrong) {
    const input = element.elements.namedItem(name);
    const id = `${input.id}-fault`;
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', [input.getAttribute('aria-describedby'), id].filter(Boolean).join(' '));
    input.after(el('p', { className: 'fault', id }, sentences.join(' ')));
  }
  (wrong.length > 0 ? element.elements.namedItem(wrong[0][0]) : element.querySelector('input'))?.focus();
}

/** A button that does something else than send a form. `act` may give an answer, as `send` does. */
export function action(label, act, properties = {}) {
  return el(
    'button',
    {
      type: 'button',
      className: 'plain',
      ...properties,
      onclick: async ({ currentTarget }) => {
        const fault = currentTarget.closest('form, section').querySelector('[role=alert]');
        if (fault) fault.textContent = '';
        currentTarget.disabled = true;
        try {
          const answer = await act();
          if (answer && !answer.ok && fault) fault.textContent = answer.body?.message ?? 'That did not work.';
        } catch (error) {
          if (fault) fault.textContent = error.message;
        } finally {
          currentTarget.disabled = false;
        }
      },
    },
    label,
  );
}

/** A time as its reader's zone and language have it. */
export function time(at) {
  return el('time', { dateTime: at }, new Date(at).toLocaleString());
}
