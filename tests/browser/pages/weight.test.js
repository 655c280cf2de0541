import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { png } from "../support/samples.js";
import { Stage } from "../support/stage.js";

/** What the first page of a room may transfer, headers included, in bytes. */
const FIRST_BYTES = 120 * 1024;
/** How many requests it may take: the page, the style sheet, the modules, the pictures of the style sheet. */
const FIRST_REQUESTS = 100;
/** A page that was there before: itself and what it asks the server. */
const WARM_REQUESTS = 8;
/** What a slow line carries, in bytes a second. */
const SLOW_BYTES = 30_000;

/** @typedef {import("../support/browser.js").Devtools} Devtools */
/** @typedef {{ url: string, bytes: number, cached: boolean }} Transfer */

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;
/** @type {import("../support/browser.js").Person} */
let vali;
/** @type {number} */
let room;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Yengil", async (who, id) => {
    await who.seed(id, 90);
    const pictures = { "bir.png": png(900, 600), "ikki.png": png(600, 900), "uch.png": png(300, 200) };
    await who.postFiles(id, "Suratlar", pictures);
    await who.seed(id, 5, "Keyin");
  }));
});

after(() => stage?.close());

/**
 * What the browser transfers for the room, until nothing is under way any more.
 * @returns {Promise<Transfer[]>}
 */
async function transfersOfRoom() {
  const { page } = ali;
  const devtools = await page.context().newCDPSession(page);
  /** @type {Map<string, Transfer>} */
  const transfers = new Map();
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (/^https?:/.test(request.url)) transfers.set(requestId, { url: request.url, bytes: 0, cached: false });
  });
  devtools.on("Network.responseReceived", ({ requestId, response }) => {
    const transfer = transfers.get(requestId);
    if (transfer && response.fromDiskCache) transfer.cached = true;
  });
  devtools.on("Network.requestServedFromCache", ({ requestId }) => {
    const transfer = transfers.get(requestId);
    if (transfer) transfer.cached = true;
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId);
    if (transfer) transfer.bytes = encodedDataLength;
  });
  await devtools.send("Network.enable");
  await page.goto(`/room/${room}/`, { waitUntil: "networkidle" });
  await devtools.detach();
  return [...transfers.values()].filter(({ url }) => !/\/(thumbnail|download)\//.test(url));
}

/** @param {Transfer[]} transfers */
const bytesOf = (transfers) => transfers.reduce((sum, { bytes }) => sum + bytes, 0);

test("the first page of a room is light, comes from one origin and loads nothing that it may never need", async () => {
  const devtools = await ali.page.context().newCDPSession(ali.page);
  await devtools.send("Network.clearBrowserCache");
  await devtools.detach();
  const transfers = await transfersOfRoom();
  const list = transfers.map(({ url, bytes }) => `${bytes} ${url}`).join("\n");
  // What it asks once it is live, as the list again, falls into that time or does not.
  const first = transfers.filter(({ url }) => url.includes("/static/") || url.endsWith(`/room/${room}/`));
  assert.ok(bytesOf(first) <= FIRST_BYTES, `${bytesOf(first)} bytes:\n${list}`);
  assert.ok(bytesOf(first) > FIRST_BYTES / 4, `the cache was not empty:\n${list}`);
  assert.ok(first.length <= FIRST_REQUESTS, `${first.length} requests:\n${list}`);
  assert.deepEqual(transfers.filter(({ url }) => new URL(url).origin !== ali.url), []);
  // What the page loads it was told of at once: nothing is found out step by step, nothing is told of in vain.
  const named = await ali.page
    .locator("link[rel=modulepreload], script[src]:not([type=module])")
    .evaluateAll((all) => all.map((one) => /** @type {any} */ (one).href ?? /** @type {any} */ (one).src));
  const modules = transfers.map(({ url }) => url).filter((url) => url.endsWith(".js"));
  assert.deepEqual([...new Set(modules)].sort(), named.sort());
  assert.ok(!modules.some((url) => url.includes("photoswipe")), list);
});

test("a page that was there before transfers itself and nothing else", async () => {
  const transfers = (await transfersOfRoom()).filter(({ cached }) => !cached);
  const list = transfers.map(({ url }) => url);
  assert.deepEqual(list.filter((url) => url.includes("/static/")), []);
  assert.ok(list.length <= WARM_REQUESTS, list.join("\n"));
});

test("no message shifts while the page starts, pictures load and history comes above and below", async () => {
  const { page } = ali;
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).shifts = [];
    new PerformanceObserver((list) => {
      for (const shift of /** @type {any[]} */ (list.getEntries())) {
        // The log as a whole gives way to the bar of the connection.
        const parts = shift.sources.filter((/** @type {any} */ { node }) => node?.parentElement?.closest(".log"));
        for (const { node, previousRect, currentRect } of parts) {
          const what = `${node.outerHTML.slice(0, 120)} ${JSON.stringify([previousRect, currentRect])}`;
          /** @type {any} */ (globalThis).shifts.push(what);
        }
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  // The page comes in pieces.
  const devtools = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: SLOW_BYTES, uploadThroughput: SLOW_BYTES };
  await devtools.send("Network.emulateNetworkConditions", slow);
  await page.goto(`/room/${room}/?around=50`);
  await ali.sees("Xabar 50");
  await devtools.detach();
  const births = () => page.locator("article.msg").evaluateAll((all) => all.map((one) => Number(one.getAttribute("data-seq"))));
  const scrollTo = (/** @type {string} */ block) =>
    page.locator("#log").evaluate((column, at) => column.scrollIntoView({ block: /** @type {any} */ (at), behavior: "instant" }), block);
  await scrollTo("start");
  await ali.sees("Xabar 1");
  await scrollTo("end");
  await ali.sees("Keyin 5");
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  assert.ok((await births()).length > 95);
  await vali.write("Yana bittasi");
  await ali.sees("Yana bittasi");
  // Two frames: what they showed has been judged by then.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).shifts), []);
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
