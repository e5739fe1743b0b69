'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PICTURES = path.join(__dirname, 'target', 'screenshots');
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** Takes a picture each for phone and desktop, light and dark. */
exports.picture = async (page, name) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: path.join(PICTURES, size, `${name}-${colorScheme}.png`), fullPage: true });
    }
  }
};

/**
 * What a customer sees: nothing for axe to find, nothing cut off on the narrowest screen, and a picture each for phone and desktop.
 *
 * @param {Promise} shown is done once the page is there
 */
exports.look = async (page, name, shown = page.waitForLoadState()) => {
  await shown;
  await page.setViewportSize({ width: 320, height: 640 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), `${name} is wider than 320 pixels`);
  await exports.picture(page, name);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(SIZES.phone);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`),
      [],
      `${name}, ${colorScheme}`,
    );
  }
};

/** A page's script from its beginning on: collects in `moved` how far its layout shifts by itself. */
exports.watchLayout = () => {
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved.push(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });
};
