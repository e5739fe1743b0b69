'use strict';

const assert = require('node:assert/strict');

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', 34: '"', 39: "'" };
const text = (html) => html.replace(/&#?(\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

/** A customer's browser without a script: cookies, redirects and forms. */
exports.Browser = class {
  #cookies = new Map();

  /** @param {string} ends where what it is sent to is no page but the answer: an application that doesn't listen */
  constructor(ends = 'nowhere:') {
    this.ends = ends;
  }

  /** Follows an address to the page or the answer at its end. */
  async open(url, form) {
    let next = new URL(url);
    for (let redirects = 0; redirects < 20; redirects++) {
      const response = await fetch(next, {
        method: form ? 'POST' : 'GET',
        body: form,
        headers: { ...this.#sent(next), ...(form && { Origin: this.url.origin }) },
        redirect: 'manual',
      });
      this.#keep(next, response);
      this.url = next;
      this.status = response.status;
      this.html = await response.text();
      if (!response.headers.has('location')) return this;
      next = new URL(response.headers.get('location'), next);
      form = undefined;
      if (next.href.startsWith(this.ends)) {
        this.url = next;
        return this;
      }
    }
    throw new Error(`Redirects without an end: ${next}`);
  }

  /** Fills in the page's first form that has the fields (or the button), and sends it. */
  async submit(fields) {
    const form = this.#forms().find(({ names }) => Object.keys(fields).every((name) => names.includes(name)));
    assert.ok(form, `no form with ${Object.keys(fields)} at ${this.url}: ${this.html}`);
    return this.open(form.action, new URLSearchParams({ ...form.hidden, ...fields }));
  }

  /** From the first page of a sign-in to where it ends. */
  async signIn(login = 'testtest123', password = 'correct horse 9') {
    await this.submit({ login });
    return this.submit({ password });
  }

  #forms() {
    return [...this.html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, head, body]) => {
      const fields = [...body.matchAll(/<(?:input|button)([^>]*)>/g)].map(([, attributes]) => ({
        name: attribute(attributes, 'name'),
        value: attribute(attributes, 'value') ?? '',
        sent: /type="hidden"|readonly/.test(attributes),
      }));
      return {
        action: new URL(attribute(head, 'action') ?? this.url.href, this.url),
        names: fields.map(({ name }) => name),
        hidden: Object.fromEntries(fields.filter(({ sent }) => sent).map(({ name, value }) => [name, value])),
      };
    });
  }

  #sent({ hostname }) {
    const cookies = [...(this.#cookies.get(hostname) ?? [])].map(([name, value]) => `${name}=${value}`);
    return cookies.length > 0 ? { Cookie: cookies.join('; ') } : {};
  }

  #keep({ hostname }, response) {
    const kept = this.#cookies.get(hostname) ?? new Map();
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]*)=([^;]*)/.exec(line);
      if (/max-age=0|expires=thu, 01[ -]jan[ -]1970/i.test(line)) kept.delete(name);
      else kept.set(name, value);
    }
    this.#cookies.set(hostname, kept);
  }
};

function attribute(tag, name) {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return found ? text(found[1]) : undefined;
}
