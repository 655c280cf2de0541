import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { outboxKept } from "../support/kept.js";
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
});

after(() => stage?.close());

test("what one writes the other sees at once, and each sees it once", async () => {
  await ali.write("Salom, Vali!");
  await vali.sees("Salom, Vali!");
  await ali.sees("Salom, Vali!");
  await vali.write("Vaalaykum assalom");
  for (const who of [ali, vali]) {
    await who.sees("Vaalaykum assalom");
    await who.page.locator(".is-pending").waitFor({ state: "detached" });
  }
  assert.deepEqual(await ali.texts(), ["Salom, Vali!", "Vaalaykum assalom"]);
  assert.deepEqual(await vali.texts(), await ali.texts());
});

test("messages of one author stand in one group, mine on my side", async () => {
  await ali.write("Birinchi");
  await ali.write("Ikkinchi");
  for (const who of [ali, vali]) await who.sees("Ikkinchi");
  const classes = (/** @type {Person} */ who, /** @type {string} */ text) =>
    who.message(text).locator("xpath=..").getAttribute("class");
  assert.match((await classes(ali, "Birinchi")) ?? "", /is-own is-first\b/);
  assert.match((await classes(ali, "Ikkinchi")) ?? "", /is-own is-last\b/);
  assert.equal(await classes(vali, "Birinchi"), "row is-first");
});

test("while one types the other reads so, until it is sent", async () => {
  await ali.page.locator("#room-sub .on", { hasText: "2" }).waitFor();
  await vali.field.pressSequentially("yoz");
  await ali.page.locator("#room-sub .on", { hasText: "Vali Soliyev" }).waitFor();
  await ali.shoot("typing");
  await vali.write("yozdim");
  await ali.sees("yozdim");
  await ali.page.locator("#room-sub", { hasText: "Vali Soliyev" }).waitFor({ state: "detached" });
});

test("an edit reaches everybody and every quote of it", async () => {
  await ali.write("Majlis soat ikkida");
  await vali.sees("Majlis soat ikkida");
  await vali.choose("Majlis soat ikkida", "reply");
  await vali.write("Xo'p");
  await ali.sees("Xo'p");
  const quote = (/** @type {Person} */ who) => who.message("Xo'p").locator(".quote");
  assert.match((await quote(ali).textContent()) ?? "", /Majlis soat ikkida/);

  await ali.choose("Majlis soat ikkida", "edit");
  await ali.write("Majlis soat uchda");
  await vali.sees("Majlis soat uchda");
  await vali.seesNoMore("Majlis soat ikkida");
  await vali.message("Majlis soat uchda").locator(".meta em").waitFor();
  for (const who of [ali, vali]) await quote(who).filter({ hasText: "Majlis soat uchda" }).waitFor();
});

test("a delete is asked for, then it is gone everywhere and quotes say so", async () => {
  await ali.choose("Majlis soat uchda", "delete");
  await ali.shoot("delete");
  await ali.page.click("dialog.ask button[value=all]");
  for (const who of [ali, vali]) {
    await who.seesNoMore("Majlis soat uchda");
    await who.message("Xo'p").locator(".quote--gone").waitFor();
  }
});

test("the arrow up edits my last message, Esc leaves it, and a draft survives a reload", async () => {
  await ali.write("Oxirgi");
  await ali.sees("Oxirgi");
  await ali.field.press("ArrowUp");
  await ali.page.locator(".replybar").waitFor();
  assert.equal(await ali.field.inputValue(), "Oxirgi");
  await ali.field.press("Escape");
  assert.equal(await ali.field.inputValue(), "");
  await ali.field.fill("yarim gap");
  await ali.page.reload();
  assert.equal(await ali.field.inputValue(), "yarim gap");
  await ali.field.fill("");
});

test("an edit that was begun by a link goes on with the script", async () => {
  await ali.write("Havola orqali");
  await ali.sees("Havola orqali");
  const id = await ali.message("Havola orqali").getAttribute("data-id");
  await ali.page.goto(`/room/${room}/?edit=${id}`);
  await ali.page.locator(".replybar").waitFor();
  assert.equal(await ali.field.inputValue(), "Havola orqali");
  await ali.write("Havola orqali tahrir");
  await vali.sees("Havola orqali tahrir");
  await ali.sees("Havola orqali tahrir");
});

test("a text that is too long is said to be so, and stays", async () => {
  await ali.write("a".repeat(10_001));
  await ali.page.locator(".toast-note").waitFor();
  assert.equal((await ali.field.inputValue()).length, 10_001);
  await ali.field.fill("");
});

test("a draft that was sent from one tab does not come back from another", async () => {
  await ali.page.goto(`/room/${room}/`);
  await ali.field.fill("ikki oynada");
  await ali.page.reload();
  const other = await ali.context.newPage();
  await other.goto(`/room/${room}/`);
  await other.locator("#composer textarea").press("Enter");
  await other.locator(`article.msg[data-text="ikki oynada"]`).waitFor();
  await other.close();
  await ali.page.reload();
  await ali.page.waitForFunction(() => document.querySelector("textarea")?.value === "");
});

test("a message can be reached and answered with the keyboard alone", async () => {
  await ali.page.locator(".log").focus();
  await ali.page.keyboard.press("ArrowUp");
  await ali.page.keyboard.press("Enter");
  await ali.page.locator(".menu [role=menuitem]:focus").waitFor();
  await ali.page.keyboard.press("Enter");
  await ali.page.locator(".replybar").waitFor();
  assert.equal(await ali.field.evaluate((field) => field === document.activeElement), true);
  await ali.field.press("Escape");
});

test("an edit that does not reach the server stays in the field", async () => {
  await ali.choose("Oxirgi", "edit");
  ali.network.cut();
  await ali.write("Oxirgi, tuzatilgan");
  await ali.page.locator(".toast-note").waitFor();
  assert.equal(await ali.field.inputValue(), "Oxirgi, tuzatilgan");
  await ali.page.locator(".replybar").waitFor();
  ali.network.mend();
  await ali.field.press("Enter");
  await vali.sees("Oxirgi, tuzatilgan");
  await ali.page.locator(".replybar").waitFor({ state: "detached" });
});

test("a network that fails and comes back costs nothing: each catches up, in order, once", async () => {
  vali.network.cut();
  await ali.write("Uzilishda 1");
  await ali.write("Uzilishda 2");
  await ali.sees("Uzilishda 2");
  await vali.write("Men ham yozdim");
  await vali.page.locator(".is-pending", { hasText: "Men ham yozdim" }).waitFor();
  await vali.page.locator("#conn:not([hidden])").waitFor();
  await vali.shoot("offline");
  assert.equal(await vali.message("Uzilishda 1").count(), 0);

  vali.network.mend();
  await vali.sees("Uzilishda 2");
  await vali.sees("Men ham yozdim");
  await ali.sees("Men ham yozdim");
  await vali.page.locator("#conn").waitFor({ state: "hidden" });
  await vali.page.locator(".is-pending").waitFor({ state: "detached" });
  const last = ["Uzilishda 1", "Uzilishda 2", "Men ham yozdim"];
  assert.deepEqual((await ali.texts()).slice(-3), last);
  assert.deepEqual((await vali.texts()).slice(-3), last);
});

test("what was written offline survives a closed tab and is sent once by the next one", async () => {
  vali.network.cut();
  await vali.write("Yopilgan oynadan");
  await vali.page.locator(".is-pending", { hasText: "Yopilgan oynadan" }).waitFor();
  await outboxKept(vali.page, "Yopilgan oynadan");
  await vali.newTab();
  vali.network.mend();
  await vali.page.goto(`/room/${room}/`);
  await ali.sees("Yopilgan oynadan");
  await vali.sees("Yopilgan oynadan");
  await vali.page.locator(".is-pending").waitFor({ state: "detached" });
  await vali.page.reload();
  await vali.sees("Yopilgan oynadan");
});

test("a server that restarts is found again", async () => {
  await stage.server.halt();
  await ali.write("Server yo'q edi");
  await ali.page.locator(".is-pending", { hasText: "Server yo'q edi" }).waitFor();
  await ali.field.fill("yarim gap");
  await stage.server.serve();
  await vali.sees("Server yo'q edi");
  await ali.sees("Server yo'q edi");
  assert.equal(await ali.field.inputValue(), "yarim gap");
  await ali.field.fill("");
});

test("the room as both see it, wide and narrow", async () => {
  for (const who of [ali, vali]) {
    for (const [width, height] of /** @type {const} */ ([[1440, 900], [390, 844]])) {
      await who.page.setViewportSize({ width, height });
      assert.ok(await who.field.isVisible());
      await who.shoot(`room-${who.username}-${width}`);
    }
  }
});

test("who is removed is out of the room at once", async () => {
  const answer = await ali.context.request.post(`/room/${room}/members/`, {
    form: { action: "remove", username: "vali" },
    headers: { Accept: "application/json", Origin: stage.server.url },
  });
  assert.equal(answer.ok(), true);
  await vali.page.waitForURL((url) => url.pathname === "/");
  await vali.page.locator(`#rooms li[data-room-id="${room}"]`).waitFor({ state: "detached" });
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
