/** Looks for what assistive technology cannot use. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SOURCE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {"light" | "dark"} Theme */

/**
 * Fails with what is wrong, each with the elements it was found on.
 * @param {Page} page
 * @param {string} [state] what is looked at
 */
export async function assertAccessible(page, state = page.url()) {
  // Colours on their way are no colours yet.
  await page.evaluate(() => {
    for (const one of document.getAnimations()) if (one.effect?.getTiming().iterations !== Infinity) one.finish();
  });
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run({ resultTypes: ["violations"] }));
  const found = violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html)}`);
  assert.deepEqual(found, [], state);
}

/**
 * The same, and nothing has to be scrolled sideways.
 * @param {Page} page
 * @param {string} state what is looked at
 */
export async function assertUsable(page, state) {
  await assertAccessible(page, state);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${state}: ${sideways} px sideways`);
}
