import assert from "node:assert/strict";
import { utimes } from "node:fs/promises";
import { basename } from "node:path";
import { after, afterEach, before, test } from "node:test";

import { assertAccessible } from "../support/axe.js";
import { Folder } from "../support/folder.js";
import { png } from "../support/samples.js";
import { Stage } from "../support/stage.js";

/** @typedef {import("../support/browser.js").Person} Person */

const MIB = 1024 * 1024;
/** MiB that the server keeps of all files. */
const QUOTA_MIB = 150;

/** @type {Stage} */
let stage;
/** @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** @type {number} */
let room;
/** @type {Folder} */
let folder;
/** How often Ali was asked before he left a page. */
let asked = 0;

before(async () => {
  folder = await Folder.make();
  stage = await Stage.open("--media-quota-mib", String(QUOTA_MIB));
  ({ ali, vali, room } = await stage.twoInRoom("Fayllar"));
  ali.page.on("dialog", (dialog) => {
    asked += 1;
    void dialog.accept();
  });
});

afterEach(() => ali?.network.release());

after(async () => {
  await stage?.close();
  await folder?.remove();
});

const input = (page = ali.page) => page.locator("#composer input[type=file]");
const items = () => ali.page.locator(".tray__item");
const names = () => ali.page.locator(".tray__name").allTextContents();
const pending = (page = ali.page) => page.locator(".is-pending");
const progress = () => pending().locator(".file__sub").first();
const send = () => ali.page.click("#composer button[type=submit]");
const clearTray = async () => {
  while (await items().count()) await items().first().locator(".tray__drop").click();
};

/** How many per cent of the first file are shown as sent, as soon as it is more than this. @param {number} more */
async function percentBeyond(more) {
  const seen = await ali.page.waitForFunction((least) => {
    const text = document.querySelector(".is-pending .file__sub")?.textContent ?? "";
    const percent = Number(/(\d+)%$/.exec(text)?.[1]);
    return percent > least ? percent : false;
  }, more);
  return Number(await seen.jsonValue());
}

/** @param {Person} who @param {string} text */
const filesOf = (who, text) => who.message(text).locator(".file__name").allTextContents();

test("an album with a caption is one message, and its row becomes it without a reload", async () => {
  await ali.page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const pictures = ["bir.png", "ikki.png", "uch.png"].map((name, at) => ({
    name,
    mimeType: "image/png",
    buffer: png(300 + at, 200),
  }));
  await input().setInputFiles(pictures);
  await items().nth(2).locator("img").waitFor();
  await ali.shoot("tray");
  ali.network.holdAfter(100);
  await ali.write("Uch rasm");
  await pending().waitFor();
  assert.equal(await items().count(), 0);
  await ali.shoot("upload-album");
  const load = await ali.holdBack("**/thumbnail/**");
  ali.network.release();
  for (const who of [ali, vali]) {
    await who.sees("Uch rasm");
    assert.equal(await who.message("Uch rasm").locator(".media__item img").count(), 3);
  }
  await pending().waitFor({ state: "detached" });
  const mine = ali.message("Uch rasm").locator('img[style*="blob:"]');
  assert.equal(await mine.count(), 3, "my own pictures stand there until the thumbnails are loaded");
  load();
  await mine.first().waitFor({ state: "detached" });
  await ali.page.unroute("**/thumbnail/**");
  assert.equal(await ali.page.evaluate(() => "sameDocument" in window), true);
});

test("any type goes, under its own name, and needs no text", async () => {
  await input().setInputFiles({ name: "O'rnatuvchi (2).exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ\0\0") });
  await send();
  for (const who of [ali, vali]) {
    await who.page.locator("article a.file", { hasText: "O'rnatuvchi (2).exe" }).waitFor();
  }
  await pending().waitFor({ state: "detached" });
});

test("files are put in order, taken away, and sent as files", async () => {
  await input().setInputFiles([
    { name: "a.png", mimeType: "image/png", buffer: png(30, 20) },
    { name: "b.txt", mimeType: "text/plain", buffer: Buffer.from("b") },
  ]);
  await input().setInputFiles({ name: "c.png", mimeType: "image/png", buffer: png(20, 30) });
  await items().nth(2).waitFor();
  await assertAccessible(ali.page);
  await items().nth(1).locator(".tray__moves button").first().click();
  assert.deepEqual(await names(), ["b.txt", "a.png", "c.png"]);
  assert.equal(await ali.page.evaluate(() => document.activeElement?.closest(".tray__item")?.textContent?.includes("b.txt")), true);
  await items().nth(2).dragTo(items().nth(0), { targetPosition: { x: 10, y: 60 } });
  assert.deepEqual(await names(), ["c.png", "b.txt", "a.png"]);
  await items().nth(1).locator(".tray__drop").click();
  assert.deepEqual(await names(), ["c.png", "a.png"]);
  await ali.page.check(".tray__choice input");
  await ali.write("Fayl sifatida");
  await vali.sees("Fayl sifatida");
  assert.deepEqual(await filesOf(vali, "Fayl sifatida"), ["c.png", "a.png"]);
  assert.equal(await vali.message("Fayl sifatida").locator(".media__item").count(), 0);
});

test("files are dropped on the room and pasted from the clipboard", async () => {
  const transfer = await ali.page.evaluateHandle(() => {
    const made = new DataTransfer();
    made.items.add(new File(["tashlangan"], "tashlangan.txt"));
    return made;
  });
  await ali.page.dispatchEvent("#log", "dragover", { dataTransfer: transfer });
  await ali.page.locator(".dropzone").waitFor();
  await ali.shoot("drop");
  await ali.page.dispatchEvent("#log", "drop", { dataTransfer: transfer });
  await ali.page.locator(".dropzone").waitFor({ state: "hidden" });
  await ali.field.evaluate((field, bytes) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, [...png(40, 40)]);
  await items().nth(1).waitFor();
  const [dropped, pasted] = await names();
  assert.equal(dropped, "tashlangan.txt");
  assert.match(pasted ?? "", /^rasm-\d{4}-\d\d-\d\d-\d\d-\d\d\.png$/);
  await ali.write("Ikki yo'l");
  await vali.sees("Ikki yo'l");
  assert.deepEqual(await filesOf(vali, "Ikki yo'l"), ["tashlangan.txt"]);
  assert.equal(await vali.message("Ikki yo'l").locator(".media__item").count(), 1);
});

test("a folder that is dropped among files is refused by its name", async () => {
  const session = await ali.context.newCDPSession(ali.page);
  const data = { items: [], files: [folder.path, await folder.file("yonida.txt", 5)], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
    await session.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
  }
  await ali.page.locator(".tray__refused p", { hasText: basename(folder.path) }).waitFor();
  await items().waitFor();
  assert.deepEqual(await names(), ["yonida.txt"]);
  await clearTray();
});

test("text that comes with its own picture is pasted as text", async () => {
  const taken = await ali.field.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "A1");
    clipboardData.setData("text/html", "<b>A1</b>");
    clipboardData.items.add(new File(["x"], "image.png", { type: "image/png" }));
    return !field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  assert.equal(taken, false);
  assert.equal(await items().count(), 0);
});

test("what is too large or too many is refused before anything is sent, in words with the limit", async () => {
  const small = await Promise.all(Array.from({ length: 11 }, (_, n) => folder.file(`${n}.bin`, 10)));
  await input().setInputFiles([await folder.file("katta.iso", 100 * MIB + 1), ...small]);
  for (const one of [items().nth(9), ali.page.locator(".tray__refused p").nth(1)]) await one.waitFor();
  const [large, many] = await ali.page.locator(".tray__refused p").allTextContents();
  assert.match(large ?? "", /katta\.iso.*100 MB/);
  assert.match(many ?? "", /10 ta.* 1 ta/);
  assert.equal(await items().count(), 10);
  await clearTray();
  assert.equal(await ali.page.locator(".tray-box").isVisible(), false);
});

test("a large file shows how far it is, and cancelled it leaves nothing", async () => {
  ali.network.holdAfter(30 * MIB);
  await input().setInputFiles(await folder.file("katta.bin", 100 * MIB));
  await ali.write("Bekor bo'ladi");
  const first = await percentBeyond(0);
  assert.ok(first < 100, `${first}%`);
  assert.match((await progress().textContent()) ?? "", /^[\d\u00a0]+ \/ 102\u00a0400 KB · \d+%$/);
  await ali.shoot("upload");
  await stage.server.arriving(1);
  await pending().locator(".upload__stop").click();
  await pending().waitFor({ state: "detached" });
  ali.network.release();
  await stage.server.arriving(0);
  await ali.write("Bekor qilindi");
  await vali.sees("Bekor qilindi");
  assert.equal(await vali.message("Bekor bo'ladi").count(), 0);
});

test("texts overtake an upload that goes on through a cut, and it is one message in the end", async () => {
  ali.network.holdAfter(30 * MIB);
  await input().setInputFiles(await folder.file("uzoq.bin", 100 * MIB));
  await ali.write("Uzoq yo'l");
  await percentBeyond(5);
  await ali.write("Matn kutmaydi");
  await vali.sees("Matn kutmaydi");
  ali.network.cut();
  await progress().filter({ hasText: /^100 MB$/ }).waitFor();
  ali.network.release();
  ali.network.mend();
  for (const who of [ali, vali]) await who.sees("Uzoq yo'l");
  await pending().waitFor({ state: "detached" });
  const href = await vali.message("Uzoq yo'l").locator("a.file").getAttribute("href");
  const head = await vali.context.request.head(href ?? "");
  assert.equal(head.headers()["content-length"], String(100 * MIB));
});

test("a full server says so on the message, which is retried or let go", async () => {
  await input().setInputFiles(await folder.file("ortiqcha.bin", 90 * MIB));
  await ali.write("Sig'maydi");
  const refused = ali.page.locator(".is-failed", { hasText: "Sig'maydi" });
  await refused.locator(".upload__why", { hasText: "joy" }).waitFor();
  await ali.shoot("upload-refused");
  await assertAccessible(ali.page);
  const buttons = refused.locator(".upload__acts button");
  await Promise.all([ali.page.waitForRequest((request) => request.method() === "POST"), buttons.first().click()]);
  await refused.waitFor();
  await buttons.last().click();
  await refused.waitFor({ state: "detached" });
});

test("a file that was changed meanwhile is said to be so", async () => {
  ali.network.cut();
  const path = await folder.file("o'zgaradi.bin", MIB);
  await input().setInputFiles(path);
  await ali.write("Fayl o'zgardi");
  await pending().waitFor();
  await utimes(path, 0, 0);
  ali.network.mend();
  const refused = ali.page.locator(".is-failed", { hasText: "Fayl o'zgardi" });
  await refused.locator(".upload__why", { hasText: "o'qib bo'lmadi" }).waitFor();
  await refused.locator(".upload__acts button").last().click();
  await refused.waitFor({ state: "detached" });
});

test("an answer that is lost doubles nothing", async () => {
  await input().setInputFiles(await folder.file("javobsiz.bin", 4 * MIB));
  await ali.field.fill("Javobi yo'qoldi");
  ali.network.mute();
  await ali.field.press("Enter");
  await vali.sees("Javobi yo'qoldi");
  ali.network.cut();
  ali.network.mend();
  await ali.sees("Javobi yo'qoldi");
  await pending().waitFor({ state: "detached" });
  await ali.page.reload();
  await ali.sees("Javobi yo'qoldi");
  assert.equal(await pending().count(), 0);
});

test("a reload in the middle of an upload goes on, and a second tab does not send it too", async () => {
  /** @type {string[]} */
  const posts = [];
  const watch = (/** @type {import("playwright-core").Request} */ request) => {
    if (request.method() === "POST" && request.headers()["content-type"]?.startsWith("multipart/")) posts.push(request.url());
  };
  ali.network.holdAfter(MIB);
  await input().setInputFiles(await folder.file("davom.bin", 12 * MIB));
  await ali.write("Davom etadi");
  await percentBeyond(0);
  asked = 0;
  await ali.page.reload();
  assert.equal(asked, 1);
  ali.context.on("request", watch);
  await percentBeyond(0);
  const other = await ali.context.newPage();
  await other.goto(`/room/${room}/`);
  await pending(other).filter({ hasText: "Davom etadi" }).waitFor();
  ali.network.release();
  await ali.sees("Davom etadi");
  await other.locator('article.msg[data-text="Davom etadi"]').waitFor();
  for (const page of [ali.page, other]) await pending(page).waitFor({ state: "detached" });
  await vali.sees("Davom etadi");
  assert.ok(posts.length <= 1, `sent ${posts.length} times after the reload`);
  ali.context.off("request", watch);
  await other.close();
});

test("who signs out leaves no files in the browser", async () => {
  ali.network.holdAfter(MIB);
  await input().setInputFiles(await folder.file("qolmaydi.bin", 12 * MIB));
  await ali.write("Qolmaydi");
  await percentBeyond(0);
  asked = 0;
  await ali.page.click(".me-menu summary");
  await ali.page.click("form[action='/logout/'] button");
  await ali.page.locator("#login").waitFor();
  assert.equal(asked, 0);
  const left = await ali.page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("livechat");
        opening.onsuccess = () => {
          const stores = opening.result.transaction(["outbox", "files"]);
          const counts = ["outbox", "files"].map((name) => stores.objectStore(name).count());
          stores.oncomplete = () => resolve(counts.map(({ result }) => result));
        };
      }),
  );
  assert.deepEqual(left, [0, 0]);
  assert.equal(await vali.message("Qolmaydi").count(), 0);
});

test("without JavaScript the form uploads", async () => {
  const plain = await stage.seat("vali", { javaScriptEnabled: false });
  await plain.logIn();
  await plain.page.goto(`/room/${room}/`);
  await input(plain.page).setInputFiles([
    { name: "oddiy.txt", mimeType: "text/plain", buffer: Buffer.from("oddiy") },
    { name: "rasm.png", mimeType: "image/png", buffer: png(60, 40) },
  ]);
  await plain.shoot("plain-attach");
  await plain.post("Skriptsiz fayl");
  await plain.sees("Skriptsiz fayl");
  assert.deepEqual(await filesOf(plain, "Skriptsiz fayl"), ["oddiy.txt"]);
  assert.equal(await plain.message("Skriptsiz fayl").locator(".media__item").count(), 1);
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
