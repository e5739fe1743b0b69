'use strict';

const { browse, launch } = require('./chromium');
const operators = require('./operators');
const vestibule = require('./vestibule');

// Measures how long pages take in Chromium from the start of the navigation to their first paint, behind TLS on loopback: at a browser's first
// visit, with nothing cached and the browser's own processes not started yet, and at the next one. './test clients paint' runs it.

const VISITS = 20;
const PAGES = [
  ...['', '?range=hour', '/nodes', '/why', '/customers?portal=1', '/customers/2', '/portals/1', '/audit', '/mail'].map((path) => `/console${path}`),
  ...['/sign-in/1', '/register/1'],
];

function spread(times) {
  const sorted = times.toSorted((one, other) => one - other);
  return `${sorted[VISITS / 2].toFixed(0)} (${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)})`;
}

async function firstPaint(page, url) {
  await page.goto(url);
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true });
      }),
  );
}

async function visits(chromium, storageState, url) {
  const context = await chromium.newContext({ storageState });
  const page = await context.newPage();
  const times = [await firstPaint(page, url), await firstPaint(page, url)];
  await context.close();
  return times;
}

async function measure() {
  const [provider, chromium] = await Promise.all([vestibule.provide(), launch()]);
  try {
    const { page, context } = await browse(chromium);
    await operators.signedIn(provider, page);
    const storageState = await context.storageState();
    console.log(`${VISITS} browsers each: first paint, ms, at the first visit and at the next, as median (least to most)`);
    for (const path of PAGES) {
      const times = [];
      for (let i = 0; i < VISITS; i++) times.push(await visits(chromium, storageState, `${provider.url}${path}`));
      const [first, next] = [0, 1].map((visit) => spread(times.map((both) => both[visit])));
      console.log(`${path}: ${first}; ${next}`);
    }
  } finally {
    await chromium.close();
    await provider.stop();
  }
}

measure();
