// @ts-check
/**
 * How long a room takes to open on a slow phone: the throttling of the browser's own tools, and the page's own observers. While the
 * page starts nothing is asked of it: what asks is a script of its own, and would be compiled on the slow processor as a part of the page.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { slowLine, slowProcessor } from "./phone.js";

/** @typedef {import("../../tests/browser/support/browser.js").Devtools} Devtools */
/** @typedef {import("../../tests/browser/support/browser.js").BrowserPage} BrowserPage */

/** What a task may take before it counts as blocking, in milliseconds. */
const TASK_MS = 50;
/** How long nothing may block any more, in milliseconds. */
const QUIET_MS = 500;
/** By what name the page is told of in the browser. */
const TOLD = "toldOfStart";

/** @typedef {{ interactive: number, lcp: number, cls: number, tbt: number, requests: number, bytes: number }} Loading */

/**
 * Opens a page on a slow phone.
 * @param {BrowserPage} page of a phone
 * @param {string} address of a room
 * @returns {Promise<Loading>} times in milliseconds since the request; interactive: connected, all scripts at work, and the last
 *   long task is over; bytes and requests until it is connected and at work, but for the pictures that people sent
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
  await devtools.send("Runtime.enable");
  await devtools.send("Runtime.addBinding", { name: TOLD });
  await page.addInitScript(tellOfStart, TOLD);
  await slowProcessor(devtools);
  /** @type {Promise<number>} seconds of the browser's clock */
  const asked = new Promise((done) => devtools.once("Network.requestWillBeSent", ({ timestamp }) => done(timestamp)));
  /** @type {Promise<number>} */
  const spoke = new Promise((done) => devtools.once("Network.webSocketFrameReceived", ({ timestamp }) => done(timestamp)));
  /** @type {Promise<number>} */
  const started = new Promise((done) => devtools.once("Runtime.bindingCalled", ({ payload }) => done(Number(payload))));
  await page.goto(address, { waitUntil: "commit" });
  const live = Math.max(await started, 1_000 * ((await spoke) - (await asked)));
  const first = { ...transfer };
  await sleep(QUIET_MS);
  const seen = await page.evaluate(observed, { live, taskMs: TASK_MS, quietMs: QUIET_MS });
  await devtools.detach();
  return { ...seen, ...first };
}

/**
 * Runs in the page before anything else.
 * @param {string} told
 */
function tellOfStart(told) {
  const tell = () => /** @type {any} */ (globalThis)[told](String(performance.now()));
  new MutationObserver((_, observer) => {
    observer.disconnect();
    tell();
  }).observe(document, { subtree: true, attributeFilter: ["data-started"] });
}

/**
 * Runs in the page, once all is over.
 * @param {{ live: number, taskMs: number, quietMs: number }} when it was connected with its scripts at work, and what is long
 */
async function observed({ live, taskMs, quietMs }) {
  const all = (/** @type {string} */ type) =>
    new Promise((/** @type {(entries: any[]) => void} */ done) => {
      new PerformanceObserver((list, observer) => {
        observer.disconnect();
        done(list.getEntries());
      }).observe({ type, buffered: true });
      setTimeout(() => done([]), quietMs);
    });
  const [paints, shifts, tasks] = await Promise.all([all("largest-contentful-paint"), all("layout-shift"), all("longtask")]);
  const busy = tasks.filter((task) => task.startTime < live + quietMs);
  return {
    interactive: Math.max(live, ...busy.map((task) => task.startTime + task.duration)),
    lcp: paints.at(-1)?.startTime ?? 0,
    cls: shifts.reduce((sum, { value }) => sum + value, 0),
    tbt: tasks.reduce((sum, { duration }) => sum + Math.max(0, duration - taskMs), 0),
  };
}
