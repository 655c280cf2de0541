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
/** @type {number} */
let room;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Ish jamoasi"));
  await ali.write("Majlis soat uchda");
  await vali.sees("Majlis soat uchda");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
});

after(() => stage?.close());

/**
 * The emoji under a message, once it is there: mine, of others, or of anybody.
 * @param {Person} who
 * @param {string} emoji
 * @param {boolean} [mine]
 */
function chip(who, emoji, mine) {
  const pressed = mine === undefined ? "" : `[aria-pressed=${mine}]`;
  return who.message("Majlis soat uchda").locator(`.reaction[data-emoji="${emoji}"]${pressed}`);
}

/** @param {Person} who @param {string} emoji */
async function choose(who, emoji) {
  await who.message("Majlis soat uchda").locator(".bubble__text").click({ button: "right" });
  await who.page.click(`.menu__quick [data-emoji="${emoji}"]`);
}

test("an emoji of the menu's row stands under the message for everybody, mine marked as mine on all my devices", async () => {
  const other = await stage.seat("vali");
  await other.logIn();
  await other.page.goto(`/room/${room}/`);
  await choose(vali, "👍");
  for (const who of [vali, other]) await chip(who, "👍", true).waitFor();
  await chip(ali, "👍", false).waitFor();
  assert.equal(await chip(ali, "👍").getAttribute("title"), "Vali Soliyev");
  await chip(ali, "👍").click();
  for (const who of [ali, vali, other]) await chip(who, "👍", true).and(who.page.locator('[title="Vali Soliyev, Ali Karimov"]')).waitFor();
  await ali.choose("Majlis soat uchda", "reactors");
  await ali.page.locator("dialog.readers li").nth(1).waitFor();
  assert.deepEqual(await ali.page.locator("dialog.readers li > :not(.avatar)").allTextContents(), ["Vali Soliyev", "👍", "Ali Karimov", "👍"]);
  await assertAccessible(ali.page);
  await ali.shoot("reactors");
  await ali.page.keyboard.press("Escape");
  await ali.page.locator("dialog.readers").waitFor({ state: "detached" });
  assert.equal(await chip(ali, "👍").getAttribute("aria-label"), "👍 2, siz ham");
  await other.page.reload();
  await chip(other, "👍", true).waitFor();
});

test("a click on mine takes it away, and an edit or somebody else's leaves what is mine", async () => {
  await choose(ali, "❤️");
  await chip(vali, "❤️", false).waitFor();
  await chip(vali, "👍").click();
  await chip(ali, "👍", true).and(ali.page.locator('[title="Ali Karimov"]')).waitFor();
  await chip(vali, "👍", false).waitFor();
  assert.equal(await chip(ali, "❤️", true).count(), 1);
  await chip(ali, "👍").click();
  for (const who of [ali, vali]) await chip(who, "👍").waitFor({ state: "detached" });
});

test("what was put while I was away is there when I come back, mine by another device as mine", async () => {
  const other = await stage.seat("ali");
  await other.logIn();
  await ali.network.cut();
  await other.page.goto(`/room/${room}/`);
  await choose(other, "🔥");
  await chip(other, "🔥", true).waitFor();
  await choose(vali, "🙏");
  ali.network.mend();
  await chip(ali, "🔥", true).waitFor();
  await chip(ali, "🙏", false).waitFor();
});

test("by keyboard alone an emoji is put there, found in the picker, and taken away", async () => {
  const { page } = ali;
  await page.locator(".log").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.locator(".menu :focus").waitFor();
  await page.keyboard.press("ArrowUp");
  await page.locator('.menu [data-emoji="👍"]:focus').waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await page.locator("dialog.emoji[open]").waitFor();
  await assertAccessible(page);
  await page.keyboard.type("олма");
  await page.locator("section[data-group=found] button", { hasText: "🍎" }).waitFor();
  await page.keyboard.press("Enter");
  await chip(vali, "🍎", false).waitFor();
  await chip(ali, "🍎", true).waitFor();
  await page.locator("article.msg:focus").waitFor();
  await page.keyboard.press("ArrowRight");
  while ((await page.locator(":focus").getAttribute("data-emoji")) !== "🍎") await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  for (const who of [ali, vali]) await chip(who, "🍎").waitFor({ state: "detached" });
});

test("an emoji goes to the caret of what is being written, as many as are chosen, also from below on a phone", async () => {
  const { page } = ali;
  await page.setViewportSize({ width: 390, height: 844 });
  await ali.field.fill("salom dunyo");
  await ali.field.evaluate((field) => field instanceof HTMLTextAreaElement && field.setSelectionRange(5, 5));
  await page.click(".emoji-btn");
  const sheet = page.locator("dialog.emoji[open]");
  await sheet.waitFor();
  await sheet.locator("section[data-group=recent] button", { hasText: "🍎" }).click();
  await sheet.locator("section[data-group=smileys] button").first().click();
  const box = await sheet.boundingBox();
  assert.ok(box && box.x === 0 && box.width === 390, JSON.stringify(box));
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  assert.equal(await ali.field.inputValue(), "salom🍎😀 dunyo");
  await page.locator("#composer textarea:focus").waitFor();
  await ali.field.fill("");
});

test("an emoji too many is refused in words, and is not taken for mine", async () => {
  await ali.page.setViewportSize({ width: 1024, height: 768 });
  const id = await ali.message("Majlis soat uchda").getAttribute("data-id");
  const there = await chipsOf(ali);
  const others = ["😀", "😃", "😄", "😁", "😆", "😅", "🤣", "🙂", "🙃", "😉", "😊", "😇", "🥰", "😍", "🤩", "😘", "😗", "😚", "😙", "🥲"];
  for (const emoji of others.slice(there.length)) {
    const form = { emoji, on: "1" };
    const answer = await vali.context.request.post(`/react/${id}/`, { form, headers: { Accept: "application/json", Origin: vali.url } });
    assert.equal(answer.status(), 200, emoji);
  }
  await ali.page.waitForFunction(() => document.querySelectorAll(".reaction").length === 20);
  await choose(ali, "😮");
  await ali.page.locator("#toasts > *").first().waitFor();
  await ali.message("Majlis soat uchda").locator(".bubble__text").click({ button: "right" });
  assert.equal(await ali.page.locator('.menu__quick [data-emoji="😮"]').getAttribute("aria-checked"), "false");
  await ali.page.keyboard.press("Escape");
  assert.equal((await chipsOf(ali)).length, 20);
});

test("a picker that comes late leaves who went on writing alone, and comes to who asks again", async () => {
  const { page } = ali;
  await page.reload();
  /** @type {() => void} */
  let go = () => {};
  const held = new Promise((resolve) => (go = () => resolve(null)));
  await page.route("**/emoji/picker.js", async (route) => {
    await held;
    await route.continue();
  });
  const button = page.locator(".emoji-btn");
  await button.click();
  await page.locator(".emoji-btn[aria-busy]").waitFor();
  await ali.field.pressSequentially("yozaman");
  go();
  await page.locator(".emoji-btn:not([aria-busy])").waitFor();
  assert.equal(await page.locator("dialog.emoji").count(), 0);
  assert.equal(await ali.field.inputValue(), "yozaman");
  await page.unroute("**/emoji/picker.js");
  await button.click();
  await page.locator("dialog.emoji[open]").waitFor();
  await page.keyboard.press("Escape");
  await ali.field.fill("");
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());

/** @param {Person} who */
function chipsOf(who) {
  return who.page.locator(".reaction").evaluateAll((all) => all.map((one) => one.getAttribute("data-emoji")));
}
