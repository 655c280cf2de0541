import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible } from "../support/axe.js";
import { Stage } from "../support/stage.js";

/** @typedef {import("../support/browser.js").Person} Person */

/** @type {Stage} */
let stage;
/** @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** Vali at home. @type {Person} */
let home;
/** @type {number} */
let room;
/** @type {number} */
let other;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Ish jamoasi"));
  other = await vali.createRoom("Do'stlar guruhi");
  home = await stage.seat("vali", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await home.logIn();
});

after(() => stage?.close());

/** The room in somebody's list. @param {Person} person @param {number} id */
const item = (person, id) => person.page.locator(`#rooms li[data-room-id="${id}"]`);
/** @param {Person} person @param {number} id @param {string} badge empty for none */
async function shows(person, id, badge) {
  const count = item(person, id).locator(".count:not(.count--at)");
  if (badge) await count.filter({ hasText: new RegExp(`${badge}$`) }).waitFor();
  else await count.waitFor({ state: "detached" });
}
/** @param {Person} person @param {RegExp} title */
const isCalled = (person, title) =>
  person.page.waitForFunction(([source]) => new RegExp(source ?? "").test(document.title), [title.source]);

test("what is written elsewhere counts on every device at once, in the title too, and a mention shows", async () => {
  for (const text of ["Bir", "Ikki", "@vali uch"]) await ali.write(text);
  for (const device of [vali, home]) {
    await shows(device, room, "3");
    await item(device, room).locator(".count--at").waitFor();
    await isCalled(device, /^\(3\) /);
  }
});

test("what is deleted or no longer names me does not count any more, on any device", async () => {
  await ali.choose("Bir", "delete");
  await ali.page.click("dialog.ask button[value=all]");
  await ali.choose("@vali uch", "edit");
  await ali.write("uch");
  for (const device of [vali, home]) {
    await shows(device, room, "2");
    await item(device, room).locator(".count--at").waitFor({ state: "detached" });
    await isCalled(device, /^\(2\) /);
  }
});

test("what was read on one device is read on all, and its author sees two ticks", async () => {
  const tick = item(ali, room).locator(".icon--ticks");
  assert.equal(await tick.count(), 0);
  await item(vali, room).locator("a").click();
  await vali.sees("uch");
  for (const device of [vali, home]) {
    await shows(device, room, "");
    await isCalled(device, /^[^(]/);
  }
  await ali.page.locator(".row.is-own.is-read", { has: ali.message("uch") }).waitFor();
  assert.equal(await ali.message("uch").getAttribute("aria-description"), "O'qildi");
  await tick.waitFor();
  await ali.write("Yana");
  await ali.page.locator(".row.is-own.is-read", { has: ali.message("Yana") }).waitFor();
});

test("the author of a message sees who has read it", async () => {
  await ali.choose("Yana", "readers");
  await ali.page.locator("dialog.readers li", { hasText: "Vali Soliyev" }).waitFor();
  await ali.shoot("readers");
  await ali.page.keyboard.press("Escape");
});

test("only what was in sight is read: a long page of messages moves the position as it is scrolled", async () => {
  await item(vali, other).locator("a").click();
  await vali.cameTo(other);
  await ali.seed(room, 40, "Uzun xabar");
  await shows(home, room, "40");
  await item(vali, room).locator("a").click();
  await vali.page.locator("#unread").waitFor();
  await vali.page.waitForFunction(() => {
    const badge = document.querySelector("#rooms li[data-room-id] .count")?.textContent ?? "";
    return /\d+$/.test(badge) && Number(/\d+$/.exec(badge)?.[0]) < 40;
  });
  const below = vali.page.locator(".to-bottom");
  const left = async () => {
    const counts = [item(vali, room), item(home, room), below].map((place) => place.locator(".count").textContent());
    return (await Promise.all(counts)).map((text) => Number(/\d+$/.exec(text ?? "")?.[0]));
  };
  // More may come into sight while the page finds its place; then both devices and the button say the same.
  let counts = await left();
  while (new Set(counts).size > 1) counts = await left();
  const [rest = 0] = counts;
  assert.ok(rest > 0 && rest < 40, String(rest));
  // From a page that has them all the way down is no jump, and the divider stays where it is.
  await vali.message("Uzun xabar 40").waitFor({ state: "attached" });
  await below.click();
  for (const device of [vali, home]) await shows(device, room, "");
  await vali.page.locator("#unread").waitFor({ state: "attached" });
});

test("a room is marked as unread by its menu, on every device, until somebody opens it", async () => {
  await item(vali, other).locator("a").click();
  await vali.cameTo(other);
  await item(vali, room).locator("a").click({ button: "right" });
  await vali.page.click(".menu [data-act=unread]");
  for (const device of [vali, home]) {
    await item(device, room).locator(".count[aria-label]").waitFor();
    await isCalled(device, /^\(1\) /);
  }
  assert.equal(await item(vali, room).locator("a").evaluate((link) => link === document.activeElement), true);
  await vali.shoot("list-marked");
  await item(home, room).locator("a").click();
  for (const device of [vali, home]) {
    await item(device, room).locator(".count").waitFor({ state: "detached" });
    await isCalled(device, /^[^(]/);
  }
  await home.page.locator(".back").click();
  // Until then what comes into the room is read.
  await home.page.locator("#list").waitFor();
});

test("the menu of a room is opened by the keyboard and marks all as read", async () => {
  await ali.write("O'qilmaydigan");
  await shows(vali, room, "1");
  await item(vali, room).locator("a").focus();
  await vali.page.keyboard.press("Shift+F10");
  await vali.page.locator(".menu [data-act=read]").waitFor();
  await vali.page.keyboard.press("ArrowDown");
  await vali.page.keyboard.press("Enter");
  for (const device of [vali, home]) await shows(device, room, "");
});

test("the list is filtered while a name is typed, by keyboard alone", async () => {
  const { page } = vali;
  const seen = () => page.locator("#rooms > li:not([hidden])").count();
  await page.keyboard.press("Control+KeyK");
  await page.keyboard.type("DOʻST");
  assert.equal(await seen(), 1);
  await page.keyboard.type("x");
  await page.locator(".list__none").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await seen(), 2);
  assert.equal(await page.inputValue("#room-search"), "");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#rooms > li a").first().evaluate((link) => link === document.activeElement), true);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("ish j");
  await page.keyboard.press("Enter");
  await vali.cameTo(room);
  assert.equal(await seen(), 2);
});

test("what was typed and not sent stands in the list once the room is left", async () => {
  await vali.field.fill("yarim gap");
  await item(vali, other).locator("a").click();
  await item(vali, room).locator(".room-item__draft", { hasText: "Qoralama: yarim gap" }).waitFor();
  await vali.page.reload();
  await item(vali, room).locator(".room-item__draft").waitFor();
  await item(vali, room).locator("a").click();
  await item(vali, room).locator(".room-item__draft").waitFor({ state: "detached" });
  await vali.field.fill("");
});

test("the border of the list is moved by keys and the pointer, within bounds, and stays where it was put", async () => {
  const { page } = vali;
  const border = page.getByRole("separator", { name: "Ro'yxat kengligi" });
  const width = async () => Math.round((await page.locator("#list").boundingBox())?.width ?? 0);
  await border.focus();
  await border.press("End");
  assert.equal(await width(), 420);
  await border.press("ArrowLeft");
  assert.equal(await border.getAttribute("aria-valuenow"), "410");
  await page.addInitScript(() => {
    // No module has run by then.
    document.addEventListener("readystatechange", () => {
      const { documentElement: root, readyState } = document;
      if (readyState === "interactive") /** @type {any} */ (globalThis).widthAtFirst = root.style.getPropertyValue("--lc-list");
    });
  });
  await page.reload();
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).widthAtFirst), "410px", "known before the page is painted");
  assert.equal(await width(), 410);
  const box = await border.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 6, 300);
  await page.mouse.down();
  await page.mouse.move(100, 300);
  await page.mouse.up();
  assert.equal(await width(), 280);
});

test("the list is usable by assistive technology", () => assertAccessible(vali.page));

test("nothing went wrong in the pages meanwhile", () => stage.leave());
