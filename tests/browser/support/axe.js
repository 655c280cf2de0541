/** Looks for what assistive technology cannot use. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SOURCE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Fails with what is wrong, each with the elements it was found on.
 * @param {import("playwright-core").Page} page
 */
export async function assertAccessible(page) {
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  const found = violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html)}`);
  assert.deepEqual(found, []);
}
