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
  // A page that was just come to may have its elements before their style.
  await page.waitForLoadState();
  await endMotion(page);
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(SOURCE);
  await assertKept(page, state, []);
}

/**
 * @param {Page} page
 * @param {string} state
 * @param {string[]} rules all when empty
 */
async function assertKept(page, state, rules) {
  const { violations } = await page.evaluate((only) => {
    const options = { resultTypes: ["violations"], ...(only.length ? { runOnly: only } : {}) };
    return /** @type {any} */ (globalThis).axe.run(options);
  }, rules);
  const found = violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html)}`);
  assert.deepEqual(found, [], state);
}

/** Colours on their way are no colours yet; where one ends, those that inherit it set out. @param {Page} page */
function endMotion(page) {
  return page.evaluate(() => {
    const moving = () => document.getAnimations().filter((one) => one.playState !== "finished" && one.effect?.getTiming().iterations !== Infinity);
    for (let all = moving(); all.length; all = moving()) for (const one of all) one.finish();
  });
}

/**
 * The same, its colours in the other theme too, and nothing has to be scrolled sideways.
 * @param {Page} page
 * @param {string} state what is looked at
 */
export async function assertUsable(page, state) {
  await assertAccessible(page, state);
  const [theme, other] = (await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches))
    ? /** @type {const} */ (["dark", "light"])
    : /** @type {const} */ (["light", "dark"]);
  await page.emulateMedia({ colorScheme: other });
  await endMotion(page);
  await assertKept(page, `${state}, the colours of the ${other} theme`, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: theme });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${state}: ${sideways} px sideways`);
}
