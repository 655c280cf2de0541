import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Stage } from "../support/stage.js";

const MESSAGES = 180;

/** @typedef {import("../support/browser.js").Person} Person */

/** @type {Stage} */
let stage;
/** @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** @type {number} */
let room;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Uzun tarix", (who, id) => who.seed(id, MESSAGES)));
});

after(() => stage?.close());

test("scrolling up loads all older messages, in order, and nothing that is read jumps", async () => {
  const { page } = ali;
  await page.goto(`/room/${room}/`);
  await ali.sees(`Xabar ${MESSAGES}`);
  const log = page.locator(".log");
  for (const wanted of [100, 50, 1]) {
    await log.hover();
    await ali.message(`Xabar ${wanted + 5}`).or(page.locator("article.msg").first()).first().waitFor();
    while (!(await ali.message(`Xabar ${wanted}`).count())) {
      await page.mouse.wheel(0, -2000);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }
  const texts = await ali.texts();
  assert.deepEqual(texts, Array.from({ length: MESSAGES }, (_, n) => `Xabar ${n + 1}`));
});

test("what is being read stays where it is when somebody writes, and a button counts and goes down", async () => {
  const { page } = ali;
  const place = () => ali.message("Xabar 20").evaluate((one) => one.getBoundingClientRect().top);
  await ali.message("Xabar 20").scrollIntoViewIfNeeded();
  // The wheel's last swing may still be on its way.
  let before_ = NaN;
  for (let now = await place(); now !== before_; now = await place()) {
    before_ = now;
    await page.evaluate(frames, 4);
  }
  await vali.write("Yangi 1");
  await vali.write("Yangi 2");
  await page.locator(".to-bottom .count", { hasText: "2" }).waitFor();
  assert.ok(Math.abs((await place()) - before_) < 1.5, "it did not move");
  await ali.shoot("to-bottom");
  await ali.field.focus();
  await page.click(".to-bottom");
  await page.locator(".to-bottom").waitFor({ state: "hidden" });
  assert.ok(await ali.field.evaluate((field) => field === document.activeElement), "one goes on typing");
  assert.ok(await ali.message("Yangi 2").isVisible());
});

test("at the end the page follows what comes", async () => {
  await vali.write("Yana bir");
  await ali.sees("Yana bir");
  await ali.page.waitForFunction(() => Math.abs(document.querySelector(".log")?.scrollTop ?? 2) < 2);
});

test("a room that is not in view moves up in the list with its preview and a badge, and the title counts", async () => {
  await ali.createRoom("Boshqa xona");
  await vali.write("Ko'ryapsizmi, @ali?");
  const item = ali.page.locator(`#rooms li[data-room-id="${room}"]`);
  await item.locator(".count", { hasText: "1" }).waitFor();
  await item.locator(".room-item__last", { hasText: /^Vali: Ko'ryapsizmi, @ali\?$/ }).waitFor();
  await item.locator(".count--at").waitFor();
  assert.equal(await ali.page.locator("#rooms li").first().getAttribute("data-room-id"), String(room));
  await ali.page.waitForFunction(() => document.title.startsWith("(1) "));
  await ali.shoot("list-badge");
});

test("reading it on another device takes the badge away here", async () => {
  const phone = await ali.context.newPage();
  await phone.goto(`/room/${room}/`);
  await phone.bringToFront();
  await ali.page.waitForFunction((id) => !document.querySelector(`#rooms li[data-room-id="${id}"] .count`), room);
  await phone.close();
});

test("what is edited and deleted while a page of history is under way is shown as it is now", async () => {
  const { page, context } = ali;
  const options = { headers: { Accept: "application/json", Origin: ali.url } };
  let gone = 0;
  /** @param {import("playwright-core").Route} route */
  const change = async (route) => {
    const response = await route.fetch();
    const [edited, deleted] = (await response.json()).items;
    gone = deleted.message_id;
    const form = { edit_message_id: String(edited.message_id), edited_content: "Tahrirlandi" };
    assert.ok((await context.request.post(`/room/${room}/`, { ...options, form })).ok());
    assert.ok((await context.request.post(`/delete-content/${gone}/all/`, options)).ok());
    await vali.write("Shundan keyin");
    await ali.sees("Shundan keyin");
    await route.fulfill({ response });
  };
  await page.route("**/messages/?before=*", change, { times: 1 });
  await page.goto(`/room/${room}/`);
  const log = page.locator(".log");
  while (!(await ali.message("Tahrirlandi").count())) {
    await log.hover();
    await page.mouse.wheel(0, -500);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  assert.ok(gone);
  await page.locator(`#m${gone}`).waitFor({ state: "detached" });
});

test("a room opens at the first unread message and counts as read when its end was seen", async () => {
  const { page } = ali;
  await page.goto("/");
  await vali.seed(room, 60, "Yangi");
  await page.goto(`/room/${room}/`);
  const log = page.locator(".log");
  // The divider is in sight, in the upper half.
  await page.waitForFunction(() => {
    const [divider, box] = ["#unread", ".log"].map((part) => document.querySelector(part)?.getBoundingClientRect());
    return divider && box && divider.y >= box.y && divider.y < box.y + box.height / 2;
  });
  assert.ok(await ali.message("Yangi 1").last().isVisible());
  await ali.shoot("first-unread");
  await page.locator(".to-bottom").waitFor();
  const badge = page.locator(`#rooms li[data-room-id="${room}"] .count`);
  assert.equal(await badge.count(), 1);
  await log.hover();
  while (!(await ali.message("Yangi 60").count()) || (await page.locator(".to-bottom").isVisible())) {
    await page.mouse.wheel(0, 2000);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await badge.waitFor({ state: "detached" });
});

test("a message of mine written from the middle of the history goes to the end, and so does the view", async () => {
  const { page } = ali;
  await page.goto(`/room/${room}/?around=20`);
  await ali.sees("Xabar 20");
  assert.equal(await ali.message("Yangi 60").count(), 0);
  await ali.write("Oxiriga");
  await ali.sees("Oxiriga");
  await vali.sees("Oxiriga");
  assert.ok(await ali.message("Oxiriga").isVisible());
  assert.equal((await ali.texts()).at(-2), "Yangi 60");
});

test("what was searched for stays when the list is read again", async () => {
  const { page } = ali;
  const go = await ali.holdBack(`${ali.url}/`);
  await page.goto("/?q=Uzun");
  assert.equal(await page.locator("#rooms li").count(), 1);
  go();
  await page.locator("#rooms li[hidden]").first().waitFor({ state: "attached" });
  assert.equal(await page.locator("#rooms li:not([hidden])").count(), 1);
  await page.unroute(`${ali.url}/`);
});

test("a list that was read before something was written does not take that back", async () => {
  const { page } = ali;
  const item = `#rooms li[data-room-id="${room}"]`;
  const says = (/** @type {string} */ which) => page.locator(`${which} .room-item__last`, { hasText: "Orada yozildi" }).waitFor();
  await page.route(`${ali.url}/`, async (route) => {
    const response = await route.fetch();
    await vali.write("Orada yozildi");
    await says(item);
    await page.locator(item).evaluate((one) => one.setAttribute("data-known", ""));
    await route.fulfill({ response });
  }, { times: 1 });
  await page.goto("/?q=");
  await says(`${item}:not([data-known])`);
});

test("a page that the server wants no connection of says so, and a new one helps", async () => {
  const page = await ali.context.newPage();
  await page.routeWebSocket(/\/ws\//, (socket) => socket.close({ code: 4400 }));
  await page.goto(`/room/${room}/`);
  const bar = page.locator("#conn");
  await bar.waitFor();
  const loaded = page.waitForEvent("load");
  await bar.locator("button").click();
  await loaded;
  await page.close();
});

test("on a phone a long way up and down jumps nowhere, and what is far away is let go of and comes back", async () => {
  await vali.seed(room, 180, "Uzoq");
  const { page } = ali;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/room/${room}/`);
  const rows = () => page.locator("#log .row:not(.is-pending)").count();
  /** Goes on until a message is there; answers by how much anything moved that nobody had scrolled, in CSS pixels. */
  const walk = (/** @type {number} */ step, /** @type {string} */ until) =>
    page.evaluate(walkTo, { step, until: `article.msg[data-text="${until}"]` });
  const up = await walk(-1_500, "Xabar 1");
  assert.ok(up < 1.5, `${up} px on the way up`);
  const first = page.locator("article.msg").first();
  const place = await first.evaluate((one) => one.getBoundingClientRect().top);
  await page.waitForFunction(() => document.querySelectorAll("#log .row").length <= 300);
  assert.equal(await first.evaluate((one) => one.getBoundingClientRect().top), place);
  assert.equal(await ali.message("Uzoq 180").count(), 0);
  const down = await walk(1_500, "Uzoq 180");
  assert.ok(down < 1.5, `${down} px on the way down`);
  await page.waitForFunction(() => document.querySelectorAll("#log .row").length <= 300);
  assert.equal(await rows(), 300);
  assert.deepEqual((await ali.texts()).slice(-180), Array.from({ length: 180 }, (_, n) => `Uzoq ${n + 1}`));
  await vali.write("Hali ham oxirida");
  await ali.sees("Hali ham oxirida");
});

/** Runs in the page: resolves when so many frames were drawn. @param {number} count */
async function frames(count) {
  for (let n = 0; n < count; n += 1) await new Promise(requestAnimationFrame);
}

/**
 * Runs in the page.
 * @param {{ step: number, until: string }} way
 */
async function walkTo({ step, until }) {
  const log = /** @type {HTMLElement} */ (document.querySelector(".log"));
  const frame = () => new Promise(requestAnimationFrame);
  let worst = 0;
  while (!document.querySelector(until)) {
    log.scrollBy({ top: step, behavior: "instant" });
    // What came into sight takes its real size in the frame that shows it.
    await frame();
    await frame();
    const { top, height } = log.getBoundingClientRect();
    const seen = document.elementsFromPoint(log.clientWidth / 2, top + height / 2).find((one) => one.matches(".row"));
    const place = seen?.getBoundingClientRect().top ?? 0;
    for (let n = 0; seen && n < 4; n += 1) {
      await frame();
      worst = Math.max(worst, Math.abs(seen.getBoundingClientRect().top - place));
    }
  }
  return worst;
}

test("nothing went wrong in the pages meanwhile", () => stage.leave());
