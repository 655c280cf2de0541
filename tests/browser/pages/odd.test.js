import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { joinMany, roomName } from "../support/rooms.js";
import { Stage } from "../support/stage.js";

/** @typedef {import("../support/browser.js").Person} Person */

const WIDTHS = [390, 1024, 1440];
const CHARS_MAX = 10_000;
const SLOW_MS = 3_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const MANY_ROOMS = 1_000;
/** What the list of them may weigh on its way, in bytes. */
const MANY_BYTES = 64 * 1024;
/** One that is neither the first nor the last of the list. */
const SOMEWHERE = 525;
/** How many rooms are stepped over: more than are in sight. */
const STEPS = 15;

/** As long as names may be, without a place to break them. */
const LONG = { room: "Uzunnomlixona".repeat(8).slice(0, 100), person: "W".repeat(64), file: `${"f".repeat(251)}.txt` };
/** A letter under a hundred signs. */
const ZALGO = Array.from("chat", (letter) => letter + "\u0301\u0316\u0334\u0489\u0353".repeat(20)).join("");
/** What is hard to draw, to break into lines, or to keep in its place. */
const ODD = [
  "W".repeat(CHARS_MAX),
  ZALGO,
  "مرحبا بالعالم، هذا اختبار 123 للنص العربي",
  "Salom שלום عالم world, 12:30",
  "\u202eteskari\u202d \u2067aralash\u2066",
  `https://example.org/${"a".repeat(400)}?q=${"b".repeat(400)}`,
  `\`\`\`\n${"kod ".repeat(200)}\n\`\`\``,
  `\`${"k".repeat(300)}\` **${"q".repeat(300)}**`,
  "👩‍👩‍👧‍👦".repeat(60),
  `@${"w".repeat(200)} ${"\n".repeat(40)} oxiri`,
];

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
  await stage.server.addUser("uzun", LONG.person);
  ({ ali, vali, room } = await stage.twoInRoom(LONG.room));
  const uzun = await stage.seat("uzun");
  await uzun.logIn();
  await uzun.joinRoom(room);
  const form = { Accept: "application/json", Origin: stage.server.url };
  let last = 0;
  for (const [n, content] of ODD.entries()) {
    const { request } = (n % 2 ? uzun : vali).context;
    const answer = await request.post(`/room/${room}/`, { form: { content, ...(n % 3 ? { reply_to: last } : {}) }, headers: form });
    assert.equal(answer.status(), 201, await answer.text());
    last = (await answer.json()).message_id;
  }
  for (const emoji of ["👍", "🎉", "🔥"]) {
    const answer = await uzun.context.request.post(`/react/${last}/`, { form: { emoji, on: "1" }, headers: form });
    assert.ok(answer.ok(), await answer.text());
  }
  await uzun.postFiles(room, "Fayl", { [LONG.file]: Buffer.from("fayl") });
});

after(() => stage?.close());

/** Everything of a page that stands out of it, or of a bubble that stands out of its column. @param {import("../support/browser.js").BrowserPage} page */
function outside(page) {
  return page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement ?? document.body;
    const wide = scrollWidth > innerWidth ? [`the page is ${scrollWidth} wide`] : [];
    const column = document.querySelector("#log")?.getBoundingClientRect();
    const parts = document.querySelectorAll("article.msg, .bubble, .bubble > :not(pre), .bar, .bar > *, #composer, .replybar, #rooms li, .member, .card");
    for (const part of parts) {
      const { left, right, width } = part.getBoundingClientRect();
      const within = part.closest("#log") && column ? column : { left: 0, right: innerWidth };
      // A pixel may be shared.
      if (width && (left < within.left - 1 || right > within.right + 1)) wide.push(`${part.className}: ${left}–${right}`);
    }
    return wide;
  });
}

/** Whether all of an item of the list is seen. @param {import("playwright-core").Locator} item */
function isInSight(item) {
  return item.evaluate((one) => {
    const [seen, box] = [one.parentElement?.getBoundingClientRect(), one.getBoundingClientRect()];
    return seen !== undefined && box.top >= seen.top - 1 && box.bottom <= Math.min(seen.bottom, innerHeight) + 1;
  });
}

test("nothing that people write or are called breaks a page", async () => {
  for (const [who, path] of /** @type {const} */ ([[ali, ""], [vali, "members/"], [ali, "settings/"]])) {
    await who.page.goto(`/room/${room}/${path}`);
    for (const width of WIDTHS) {
      await who.page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await outside(who.page), [], `room ${path} at ${width}`);
      await who.shoot(`odd-${path.replace("/", "")}-${width}`);
    }
  }
});

test("a name that is too long stays as it was put in, and it is said why it is refused", async () => {
  const { page } = ali;
  const name = "N".repeat(200);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto("/create/");
  await page.locator("#room_name").focus();
  await page.keyboard.insertText(name);
  await page.keyboard.press("Enter");
  await page.getByText("Nom 100 ta belgidan oshmasin.").waitFor();
  assert.equal(await page.inputValue("#room_name"), name);
  assert.deepEqual(await outside(page), []);
});

test("the longest text goes as it is, and its answer and edit hold the layout too", async () => {
  const text = "ж".repeat(CHARS_MAX);
  await ali.page.goto(`/room/${room}/`);
  await ali.page.setViewportSize({ width: 390, height: 800 });
  await ali.field.fill(text);
  assert.deepEqual(await outside(ali.page), []);
  await ali.page.click("#composer button[type=submit]");
  await vali.page.goto(`/room/${room}/`);
  await vali.sees(text);
  await ali.sees(text);
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  await ali.page.locator(".log").focus();
  await ali.page.keyboard.press("ArrowUp");
  await ali.page.locator("article.msg:focus").waitFor();
  await ali.page.keyboard.press("Enter");
  await ali.page.locator(".menu [data-act=reply]").click();
  await ali.page.locator(".replybar").waitFor();
  assert.deepEqual(await outside(ali.page), []);
  await ali.shoot("odd-longest-390");
  await ali.page.keyboard.press("Escape");
});

test("a menu that is opened while the log still scrolls to its message stays open", async () => {
  await ali.page.locator(".log").evaluate(async (log) => {
    const press = (/** @type {string} */ key) => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const scrolled = new Promise((done) => log.addEventListener("scroll", done, { once: true }));
    /** @type {HTMLElement} */ (log).focus();
    press("ArrowUp");
    press("ArrowUp");
    press("Enter");
    await scrolled;
  });
  await ali.page.locator(".menu [data-act=reply]").click();
  await ali.page.locator(".replybar").waitFor();
  await ali.page.keyboard.press("Escape");
});

test("a letter under a hundred signs is drawn over nothing that others say", async () => {
  const { page } = ali;
  const text = page.locator("article.msg", { hasText: ZALGO }).locator(".bubble__text");
  // Which fonts stack the signs differs: so every font draws beyond its line.
  await text.evaluate((one) => {
    Object.assign(/** @type {HTMLElement} */ (one).style, { fontSize: "200px", lineHeight: "0" });
    one.scrollIntoView({ block: "center", behavior: "instant" });
  });
  const row = await page.locator(".row", { has: text }).boundingBox();
  assert.ok(row);
  const shoot = (/** @type {number} */ y, /** @type {number} */ height) =>
    page.screenshot({ clip: { ...row, y, height }, animations: "disabled" });
  const look = async () => [await shoot(row.y - 60, 60), await shoot(row.y + row.height, 60), await shoot(row.y, row.height)];
  const [above, below, within] = await look();
  await text.evaluate((one) => (/** @type {HTMLElement} */ (one).style.visibility = "hidden"));
  const [aboveWithout, belowWithout, withinWithout] = await look();
  assert.deepEqual([above, below], [aboveWithout, belowWithout]);
  assert.notDeepEqual(within, withinWithout, "it is drawn");
});

test("a text that is written from the right stays within itself: time and names beside it keep their order", async () => {
  const rtl = vali.page.locator("article.msg", { hasText: "مرحبا" });
  assert.equal(await rtl.locator(".bubble__text").first().evaluate((text) => getComputedStyle(text).direction), "rtl");
  for (const text of ["مرحبا", "teskari"]) {
    const message = vali.page.locator("article.msg", { hasText: text }).first();
    const turned = await message.locator(".meta time").evaluate((time) => {
      const range = document.createRange();
      const at = (/** @type {number} */ n) => {
        range.setStart(time.firstChild ?? time, n);
        range.setEnd(time.firstChild ?? time, n + 1);
        return range.getBoundingClientRect().left;
      };
      return at(0) > at(4);
    });
    assert.equal(turned, false, `the time of "${text}"`);
  }
});

test("a clock that is two hours off shows in no time and no order", async () => {
  const from = Date.now();
  await vali.page.clock.install({ time: from + 2 * HOUR_MS });
  await vali.page.goto(`/room/${room}/`);
  await vali.page.locator("#room-sub .on").waitFor();
  const clock = new Intl.DateTimeFormat("uz", { timeZone: "Asia/Tashkent", hour: "2-digit", minute: "2-digit", hour12: false });
  vali.network.cut();
  await vali.write("Soati noto'g'ri");
  const shown = await vali.page.locator(".is-pending time").textContent();
  const to = Date.now();
  const times = Array.from({ length: Math.ceil((to - from) / MINUTE_MS) + 1 }, (_, n) => clock.format(Math.min(to, from + n * MINUTE_MS)));
  assert.ok(times.includes(shown ?? ""), `${shown} is none of ${times}`);
  vali.network.mend();
  await vali.page.clock.runFor(SLOW_MS);
  await ali.sees("Soati noto'g'ri");
  await vali.sees("Soati noto'g'ri");
});

test("a server that takes three seconds for every answer loses nothing and says what it does", async () => {
  await ali.page.setViewportSize({ width: 1024, height: 768 });
  const other = await ali.createRoom("Sekin xona");
  await ali.page.goto(`/room/${room}/`);
  await ali.page.locator("#room-sub .on").waitFor();
  ali.network.delay(SLOW_MS);
  await ali.write("Sekin ketadi");
  await ali.page.locator(".is-pending", { hasText: "Sekin ketadi" }).waitFor();
  await ali.page.click(`#rooms li[data-room-id="${other}"] > a`);
  await ali.page.locator(".waiting").waitFor();
  await ali.page.locator(`#room[data-room-id="${other}"] #composer`).waitFor();
  await ali.write("Boshqa xonada");
  await ali.sees("Boshqa xonada");
  await vali.sees("Sekin ketadi");
  ali.network.delay(0);
});

test("of a thousand rooms each is found by its name, the one that is open is in sight, and what is written far below comes up", async () => {
  await stage.server.addUser("ming", "Ming Xonali");
  await joinMany(stage.server, "ming", MANY_ROOMS);
  const ming = await stage.seat("ming");
  const { page } = ming;
  let sockets = 0;
  page.on("websocket", () => (sockets += 1));
  await ming.logIn();
  const items = page.locator("#rooms > li");
  const current = page.locator("#rooms > li:has([aria-current])");
  assert.equal(await items.count(), MANY_ROOMS);
  const [bytes, requests] = await page.evaluate(() => {
    const [document] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    return [document?.encodedBodySize ?? Infinity, performance.getEntriesByType("resource").length];
  });
  assert.ok(bytes < MANY_BYTES, `${bytes} bytes`);
  assert.ok(requests < MANY_ROOMS / 4, `${requests} requests`);

  await page.keyboard.press("Control+KeyK");
  await page.keyboard.type(roomName(SOMEWHERE));
  assert.equal(await page.locator("#rooms > li:not([hidden])").count(), 1);
  const found = await page.locator("#rooms > li:not([hidden])").getAttribute("data-room-id");
  await page.keyboard.press("Enter");
  await page.locator(`#room[data-room-id="${found}"] #composer`).waitFor();
  assert.equal(await page.locator("#rooms > li:not([hidden])").count(), MANY_ROOMS);
  assert.ok(await isInSight(current), "what was found");
  const at = await current.evaluate((item) => [...(item.parentElement?.children ?? [])].indexOf(item));
  const next = await items.nth(at + STEPS).getAttribute("data-room-id");
  for (let n = 0; n < STEPS; n += 1) await page.keyboard.press("Alt+ArrowDown");
  await page.locator(`#room[data-room-id="${next}"] #composer`).waitFor();
  assert.equal(await current.getAttribute("data-room-id"), next);
  assert.ok(await isInSight(current), "what was stepped to");
  await page.keyboard.press("Control+KeyK");
  for (let n = 0; n < STEPS; n += 1) await page.keyboard.press("ArrowDown");
  assert.ok(await items.nth(STEPS - 1).locator("a").evaluate((link) => link === document.activeElement));
  assert.ok(await isInSight(items.nth(STEPS - 1)), "what was walked to");

  const looked = await items.nth(STEPS).boundingBox();
  const lowest = items.last();
  const last = await lowest.getAttribute("data-room-id");
  const headers = { Accept: "application/json", Origin: stage.server.url };
  for (const [path, form] of /** @type {const} */ ([[`/room/${last}/join/`, {}], [`/room/${last}/`, { content: "Pastdan" }]])) {
    assert.ok((await ali.context.request.post(path, { form, headers })).ok(), path);
  }
  const first = page.locator(`#rooms > li:first-child[data-room-id="${last}"]`);
  await first.locator(".room-item__last", { hasText: "Ali: Pastdan" }).waitFor();
  await first.locator(".count", { hasText: "1" }).waitFor();
  assert.equal(await items.count(), MANY_ROOMS);
  assert.deepEqual(await items.nth(STEPS + 1).boundingBox(), looked, "what is looked at stays where it is");

  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    assert.deepEqual(await outside(page), [], `a room at ${width}`);
  }
  await ming.shoot("odd-many-room");
  await page.setViewportSize({ width: 390, height: 800 });
  await page.locator(".back").click();
  await page.locator("#app[data-view=list]").waitFor();
  assert.deepEqual(await outside(page), [], "the list");
  await ming.shoot("odd-many-list");
  assert.equal(sockets, 1);
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
