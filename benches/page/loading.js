// @ts-check
/** How long a room takes to open on a slow phone: the throttling of the browser's own tools, and the page's own observers. */

import { slowLine, slowProcessor } from "./phone.js";

/** @typedef {import("../../tests/browser/support/browser.js").Devtools} Devtools */
/** @typedef {import("../../tests/browser/support/browser.js").BrowserPage} BrowserPage */

/** What a task may take before it counts as blocking, in milliseconds. */
const TASK_MS = 50;

/** @typedef {{ interactive: number, lcp: number, cls: number, tbt: number, requests: number, bytes: number }} Loading */

/**
 * Opens a page on a slow phone.
 * @param {BrowserPage} page of a phone
 * @param {string} address of a room
 * @returns {Promise<Loading>} bytes and requests but for the pictures that people sent; times in milliseconds since the request; interactive: connected, all scripts at work, and the last long task is over
 */
export async function load(page, address) {
  const devtools = await page.context().newCDPSession(page);
  const transfer = { requests: 0, bytes: 0 };
  const pictures = new Set();
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (/\/thumbnail\//.test(request.url)) pictures.add(requestId);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (pictures.has(requestId)) return;
    transfer.requests += encodedDataLength > 0 ? 1 : 0;
    transfer.bytes += encodedDataLength;
  });
  await slowLine(devtools);
  await slowProcessor(devtools);
  const live = page.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
  await page.goto(address, { waitUntil: "load" });
  await live;
  await page.locator("#app[data-started]").waitFor({ state: "attached" });
  const seen = await page.evaluate(observed, TASK_MS);
  await devtools.detach();
  return { ...seen, ...transfer };
}

/**
 * Runs in the page, once its socket has spoken.
 * @param {number} taskMs
 */
async function observed(taskMs) {
  const live = performance.now();
  const all = (/** @type {string} */ type) =>
    new Promise((/** @type {(entries: any[]) => void} */ done) => {
      new PerformanceObserver((list, observer) => {
        observer.disconnect();
        done(list.getEntries());
      }).observe({ type, buffered: true });
      setTimeout(() => done([]), 500);
    });
  const [paints, shifts, tasks] = await Promise.all([all("largest-contentful-paint"), all("layout-shift"), all("longtask")]);
  const busy = tasks.filter((task) => task.startTime < live + 500);
  return {
    interactive: Math.max(live, ...busy.map((task) => task.startTime + task.duration)),
    lcp: paints.at(-1)?.startTime ?? 0,
    cls: shifts.reduce((sum, { value }) => sum + value, 0),
    tbt: tasks.reduce((sum, { duration }) => sum + Math.max(0, duration - taskMs), 0),
  };
}
