import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible } from "../support/axe.js";
import { Stage } from "../support/stage.js";

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;
/** @type {number} */
let room;
/** How often Ali was asked before he left a page. */
let asked = 0;

before(async () => {
  stage = await Stage.open("--max-file-mib", "1");
  ({ ali, room } = await stage.twoInRoom("Tanlangan fayllar"));
  ali.page.on("dialog", (dialog) => {
    asked += 1;
    void dialog.accept();
  });
});

after(() => stage?.close());

const file = (/** @type {string} */ name, bytes = 3) => ({ name, mimeType: "text/plain", buffer: Buffer.alloc(bytes, "a") });
const choose = (/** @type {ReturnType<typeof file>[]} */ ...files) =>
  ali.page.locator("#composer input[type=file]").setInputFiles(files);
const focused = () => ali.page.locator("#composer textarea:focus").waitFor();
/** To another page of the site by a link. */
async function followLink() {
  await ali.page.locator("a.room-head").click();
  await ali.page.waitForURL(/\/members\/$/);
}

test("the words of a refusal go when they are closed and with the next message", async () => {
  const refused = ali.page.locator(".tray__refused");
  const large = file("katta.txt", 1024 * 1024 + 1);
  await choose(large);
  await refused.filter({ hasText: "katta.txt" }).waitFor();
  await assertAccessible(ali.page);
  await refused.locator("button").click();
  await refused.waitFor({ state: "hidden" });
  await focused();
  await choose(large);
  await refused.waitFor();
  await ali.write("Baribir yozaman");
  await ali.sees("Baribir yozaman");
  await refused.waitFor({ state: "hidden" });
});

test("the focus goes to the field when what had it is gone", async () => {
  await choose(file("bitta.txt"));
  await ali.page.locator(".tray__drop").focus();
  await ali.page.keyboard.press("Enter");
  await ali.page.locator(".tray__item").waitFor({ state: "detached" });
  await focused();
  ali.network.holdAfter(100);
  await choose(file("bekor.txt", 100_000));
  await ali.write("Bekor bo'ladi");
  await ali.page.locator(".upload__stop").focus();
  await ali.page.keyboard.press("Enter");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  await focused();
  await choose(file("boradi.txt", 100_000));
  await ali.write("Boradi");
  await ali.page.locator(".upload__stop").focus();
  ali.network.release();
  await ali.sees("Boradi");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  // The message took its row's place.
  await focused();
});

test("a name that hides what a file is reads as it is", async () => {
  await choose(file("rasm\u202Egpj.exe"));
  assert.equal(await ali.page.locator(".tray__name").textContent(), "rasmgpj.exe");
  await ali.field.press("Escape");
  await ali.page.locator(".tray__item").waitFor({ state: "detached" });
});

test("Enter on the choice changes it and sends nothing", async () => {
  await choose({ ...file("rasm.png"), mimeType: "image/png" });
  const choice = ali.page.locator(".tray__choice input");
  await choice.press("Enter");
  assert.ok(await choice.isChecked());
  assert.equal(await ali.page.locator(".tray__item").count(), 1);
  await ali.field.press("Escape");
});

test("an edit to nothing takes the text away: beside files by itself, else all, which is asked", async () => {
  const id = await ali.postFiles(room, "Ortiqcha izoh", { "qoladi.txt": Buffer.from("q") });
  await ali.choose("Ortiqcha izoh", "edit");
  await ali.write("");
  await ali.page.locator(`#m${id}:not([data-text]) .file`).waitFor();
  await ali.page.locator(".replybar").waitFor({ state: "detached" });
  await ali.write("Ortiqcha xabar");
  await ali.sees("Ortiqcha xabar");
  await ali.choose("Ortiqcha xabar", "edit");
  await ali.write("");
  await ali.page.click("dialog.ask button[value=all]");
  await ali.seesNoMore("Ortiqcha xabar");
  await ali.page.locator(".replybar").waitFor({ state: "detached" });
});

test("who leaves is asked while files would be lost, and not while the next page goes on with them", async () => {
  await choose(file("yo'qoladi.txt"));
  await ali.page.locator(".tray__item").waitFor();
  await followLink();
  assert.equal(asked, 1, "files that wait in the tray");
  await ali.page.goto(`/room/${room}/`);
  // A part of the file, and more than all small questions on a connection are.
  ali.network.holdAfter(50_000);
  await choose(file("davom.txt", 100_000));
  await ali.write("Davom etadi");
  const other = await ali.context.newPage();
  await other.goto(`/room/${room}/`);
  await other.locator(".is-pending").waitFor();
  await other.close();
  await followLink();
  assert.equal(asked, 1, "the next page of the room goes on with it");
  ali.network.release();
  await ali.page.goto(`/room/${room}/`);
  await ali.sees("Davom etadi");
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
