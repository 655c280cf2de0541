import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, Person } from "../support/browser.js";
import { Server } from "../support/server.js";

/** Messages on a page of history. */
const PAGE = 50;

/** @type {Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Person} */
let ali;
/** @type {number} */
let room;

before(async () => {
  server = await Server.start();
  await server.addUser("ali", "Ali Karimov");
  browser = await launch();
  ali = await Person.sitDown(browser, server, "ali", { javaScriptEnabled: false });
});

after(async () => {
  await ali?.leave();
  await browser?.close();
  await server?.stop();
});

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
  for (let n = 1; n <= PAGE + 10; n += 1) {
    const answer = await ali.context.request.post(`/room/${room}/`, {
      form: { content: `Xabar ${n}` },
      headers: { Accept: "application/json", Origin: server.url },
    });
    assert.equal(answer.status(), 201);
  }
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
