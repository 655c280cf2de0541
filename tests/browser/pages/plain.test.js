import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Stage } from "../support/stage.js";

/** Messages on a page of history. */
const PAGE = 50;

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;
/** @type {number} */
let room;

before(async () => {
  stage = await Stage.open();
  ali = await stage.seat("ali", { javaScriptEnabled: false });
});

after(() => stage?.close());

test("without JavaScript one logs in, makes a room and posts", async () => {
  await ali.logIn();
  room = await ali.createRoom("Skriptsiz");
  await ali.post("Birinchi xabar");
  await ali.sees("Birinchi xabar");
  assert.equal(await ali.field.inputValue(), "");
  await ali.page.reload();
  await ali.sees("Birinchi xabar");
});

test("without JavaScript one replies", async () => {
  await ali.page.locator(".row", { has: ali.message("Birinchi xabar") }).locator('a[href*="reply="]').click();
  await ali.page.locator(".replybar", { hasText: "Birinchi xabar" }).waitFor();
  await ali.post("Javob xabari");
  await ali.sees("Javob xabari");
  assert.match((await ali.message("Javob xabari").locator(".quote").textContent()) ?? "", /Birinchi xabar/);
});

test("without JavaScript one edits", async () => {
  await ali.page.locator(".row", { has: ali.message("Javob xabari") }).locator('a[href*="edit="]').click();
  await ali.page.waitForURL(/[?&]edit=/);
  assert.equal(await ali.field.inputValue(), "Javob xabari");
  await ali.shoot("plain-edit");
  await ali.post("Tahrirlangan javob");
  await ali.sees("Tahrirlangan javob");
  await ali.seesNoMore("Javob xabari");
});

test("without JavaScript one deletes", async () => {
  const row = ali.page.locator(".row", { has: ali.message("Tahrirlangan javob") });
  await row.locator('form[action^="/delete-content/"] button').click();
  await ali.sees("Birinchi xabar");
  await ali.seesNoMore("Tahrirlangan javob");
});

test("without JavaScript one pages through the history and back", async () => {
  await ali.seed(room, PAGE + 10);
  await ali.page.goto(`/room/${room}/`);
  await ali.sees(`Xabar ${PAGE + 10}`);
  assert.equal(await ali.message("Birinchi xabar").count(), 0);
  await ali.page.click("#older");
  await ali.sees("Birinchi xabar");
  await ali.shoot("plain-history");
  assert.equal(await ali.message(`Xabar ${PAGE + 10}`).count(), 0);
  await ali.page.click("#newer");
  await ali.sees(`Xabar ${PAGE + 10}`);
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
