'use strict';

const { browse, launch } = require('./chromium');
const operators = require('./operators');
const vestibule = require('./vestibule');

// Measures how long pages take in Chromium from the start of the navigation to their first paint, behind TLS on loopback, and how much of it
// the server takes to answer. Nothing is cached but the connection: each visit is a browser's first. './test clients paint' runs it.

const VISITS = 20;
const PAGES = [
  ...['', '?range=hour', '/nodes', '/why', '/customers?portal=1', '/customers/2', '/portals/1', '/audit', '/mail'].map((path) => `/console${path}`),
  ...['/sign-in/1', '/register/1'],
];

const sorted = (numbers) => numbers.toSorted((one, other) => one - other);

async function visit(chromium, storageState, url) {
  const context = await chromium.newContext({ storageState });
  const page = await context.newPage();
  await page.goto(url);
  const times = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const done = (entry) => resolve([entry.startTime, performance.getEntriesByType('navigation')[0].responseStart]);
        new PerformanceObserver((list) => done(list.getEntries()[0])).observe({ type: 'paint', buffered: true });
      }),
  );
  await context.close();
  return times;
}

async function measure() {
  const [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
  try {
    const { page, context } = await browse(chromium);
    await operators.signedIn(provider, page);
    const storageState = await context.storageState();
    console.log(`${VISITS} visits each: first paint, ms, as median (least to most); the answer's first byte, median`);
    for (const path of PAGES) {
      const times = [];
      for (let i = 0; i < VISITS; i++) times.push(await visit(chromium, storageState, `${provider.url}${path}`));
      const [paints, answers] = [0, 1].map((part) => sorted(times.map((time) => time[part])));
      const middle = VISITS / 2;
      console.log(
        `${path}: ${paints[middle].toFixed(0)} (${paints[0].toFixed(0)} to ${paints.at(-1).toFixed(0)}); ${answers[middle].toFixed(0)}`,
      );
    }
  } finally {
    await chromium.close();
    await provider.stop();
  }
}

measure();
