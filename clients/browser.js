'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const https = require('node:https');

/** What a browser says of itself when a customer follows a link: some applications redirect nobody else. Node's fetch can't say it. */
const NAVIGATES = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', 34: '"', 39: "'" };
const text = (html) => html.replace(/&#?(\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

/** A customer's browser without a script: cookies, redirects and forms. */
exports.Browser = class {
  #cookies = new Map();

  /**
   * @param {string} ends where what it is sent to is no page but the answer: an application that doesn't listen
   * @param {Object<string, string>} headers that it sends with each request
   */
  constructor(ends = 'nowhere:', headers = {}) {
    this.ends = ends;
    this.headers = headers;
  }

  /** Follows an address to the page or the answer at its end. */
  async open(url, form) {
    let next = new URL(url);
    for (let redirects = 0; redirects < 20; redirects++) {
      const sent = { ...this.headers, ...this.#sent(next), ...(form && { Origin: this.url.origin }) };
      const { status, headers, body } = await send(next, sent, form);
      this.#keep(next, headers['set-cookie'] ?? []);
      this.url = next;
      this.status = status;
      this.html = body;
      if (!headers.location) return this;
      next = new URL(headers.location, next);
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

  #keep({ hostname }, lines) {
    const kept = this.#cookies.get(hostname) ?? new Map();
    for (const line of lines) {
      const [, name, value] = /^([^=]*)=([^;]*)/.exec(line);
      if (/max-age=0|expires=thu, 01[ -]jan[ -]1970/i.test(line)) kept.delete(name);
      else kept.set(name, value);
    }
    this.#cookies.set(hostname, kept);
  }
};

function send(url, headers, form) {
  const { request } = url.protocol === 'https:' ? https : http;
  const body = form?.toString();
  const type = form && { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    request(url, { method: form ? 'POST' : 'GET', headers: { ...NAVIGATES, ...type, ...headers } }, async (answer) => {
      resolve({ status: answer.statusCode, headers: answer.headers, body: (await answer.toArray()).join('') });
    })
      .on('error', reject)
      .end(body);
  });
}

function attribute(tag, name) {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return found ? text(found[1]) : undefined;
}
