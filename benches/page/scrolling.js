// @ts-check
/** A thumb on the log: how long each frame takes while it moves, and what the page's main thread does meanwhile. */

import { tasksWhile } from "./trace.js";

/** @typedef {import("../../tests/browser/support/browser.js").Devtools} Devtools */
/** @typedef {import("../../tests/browser/support/browser.js").BrowserPage} BrowserPage */

/** A frame at 60 Hz, in milliseconds. */
const FRAME_MS = 1_000 / 60;

/**
 * Reads on, older and older, until a birth is loaded.
 * @param {BrowserPage} page
 * @param {number} birth
 */
export function readBackTo(page, birth) {
  return page.evaluate(async (wanted) => {
    const log = /** @type {HTMLElement} */ (document.querySelector(".log"));
    const first = () => Number(document.querySelector("#log article")?.getAttribute("data-seq"));
    while (first() > wanted) {
      log.scrollTop = -log.scrollHeight;
      await new Promise(requestAnimationFrame);
    }
  }, birth);
}

/**
 * Scrolls as a thumb does.
 * @param {BrowserPage} page
 * @param {Devtools} devtools
 * @param {number} distance CSS pixels; down when it is negative
 * @param {number} speed CSS pixels a second
 */
export async function scroll(page, devtools, distance, speed) {
  const gesture = { x: 195, y: 400, yDistance: distance, speed, gestureSourceType: /** @type {const} */ ("touch"), preventFling: true };
  await page.evaluate(() => {
    const times = (/** @type {any} */ (globalThis).times = /** @type {number[]} */ ([]));
    const next = (/** @type {number} */ time) => {
      if (times.push(time) && /** @type {any} */ (globalThis).times === times) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const tasks = await tasksWhile(devtools, () => devtools.send("Input.synthesizeScrollGesture", gesture));
  const times = await page.evaluate(() => {
    const recorded = /** @type {number[]} */ (/** @type {any} */ (globalThis).times);
    /** @type {any} */ (globalThis).times = null;
    return recorded;
  });
  const frames = times.slice(1).map((time, at) => time - (times[at] ?? time)).sort((one, other) => one - other);
  const part = (/** @type {number} */ share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? 0;
  const dropped = frames.reduce((sum, frame) => sum + Math.max(0, Math.round(frame / FRAME_MS) - 1), 0);
  return { p50: part(0.5), p95: part(0.95), p99: part(0.99), dropped: dropped / (frames.length + dropped), longest: tasks[0] ?? 0 };
}
