import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible, assertUsable } from "../support/axe.js";
import { gif, png, wav } from "../support/samples.js";
import { Stage } from "../support/stage.js";

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;
/** @type {import("../support/browser.js").Person} */
let vali;
/** @type {number} */
let room;
/** @type {Record<"album" | "alone" | "moving" | "sound" | "mixed", number>} */
let sent;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Suratlar"));
  const post = (/** @type {string} */ text, /** @type {Record<string, Buffer>} */ files) => ali.postFiles(room, text, files);
  sent = {
    album: await post("Uch rasm", { "bir.png": png(900, 600), "ikki.png": png(600, 900), "Учинчи.png": png(1200, 300) }),
    alone: await post("", { "yolg'iz.png": png(1600, 900, [200, 90, 40]) }),
    moving: await post("", { "harakat.gif": gif() }),
    sound: await post("", { "qo'shiq.wav": wav(2), "nutq.wav": wav(2) }),
    mixed: await post("Rasm va dastur", { "ilova.exe": Buffer.from("MZ\x00\x00"), "rasm.png": png(300, 200) }),
  };
  await vali.page.goto(`/room/${room}/`);
});

after(() => stage?.close());

const item = (/** @type {number} */ message, n = 1) => vali.page.locator(`#m${message} .media__item[data-n="${n}"]`);
/** The focus comes back. @param {number} message */
const focusOn = (message, n = 1) => vali.page.locator(`#m${message} .media__item[data-n="${n}"]:focus`).waitFor();
const counter = (/** @type {string} */ text, who = vali) => who.page.locator(".pswp__counter").filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
/** It is open and still: only then it loads the pictures beside the one in view, and only then it can be closed. */
const opened = () => vali.page.locator(".pswp__item[aria-hidden=true] .pswp__img").first().waitFor({ state: "attached" });
const closed = () => vali.page.locator(".pswp").waitFor({ state: "detached" });
/** Ali deletes a message or what is said: "text", "file". @param {number} message @param {string} [part] */
async function erase(message, part = "all") {
  const answer = await ali.context.request.post(`/delete-content/${message}/${part}/`, { headers: { Origin: ali.url } });
  assert.ok(answer.ok(), String(answer.status()));
}

test("a picture opens large, and arrows go through all pictures of the room in order", async () => {
  await item(sent.album, 2).click();
  await opened();
  await counter("2 / 6");
  const caption = vali.page.locator(".viewer__caption");
  assert.deepEqual(await caption.locator("> *").allTextContents(), ["Uch rasm", "ikki.png"]);
  const shown = vali.page.locator(".pswp__item[aria-hidden=false] .pswp__img:not(.pswp__img--placeholder)");
  await shown.waitFor();
  assert.equal(await shown.getAttribute("src"), await item(sent.album, 2).evaluate((link) => /** @type {HTMLAnchorElement} */ (link).href));
  await vali.page.keyboard.press("ArrowRight");
  await vali.page.keyboard.press("ArrowRight");
  await counter("4 / 6");
  assert.deepEqual(await caption.locator("> *").allTextContents(), ["yolg'iz.png"], "the next message has no text");
  await vali.page.keyboard.press("ArrowLeft");
  await counter("3 / 6");
});

test("the viewer downloads the picture that it shows under its own name", async () => {
  const link = vali.page.locator(".pswp__button--download-button");
  assert.equal(await link.getAttribute("href"), `/download/${sent.album}/3/?download=1`);
  const [download] = await Promise.all([vali.page.waitForEvent("download"), link.click()]);
  assert.equal(download.suggestedFilename(), "Учинчи.png");
});

test("the viewer is usable by assistive technology", () => assertUsable(vali.page, "viewer"));

test("Esc closes the viewer and gives the focus back to the picture that was clicked", async () => {
  await vali.page.keyboard.press("Escape");
  await closed();
  await focusOn(sent.album, 2);
  await vali.page.keyboard.press("Enter");
  await opened();
  await vali.page.locator(".pswp__button--close").click();
  await closed();
});

test("boxes of pictures stand before anything is loaded", async () => {
  const page = await vali.context.newPage();
  await page.route("**/thumbnail/**", () => {});
  await page.goto(`/room/${room}/`);
  const sizes = (/** @type {import("playwright-core").Page} */ where) =>
    where.locator(".media__item").evaluateAll((all) => all.map((one) => [one.clientWidth, one.clientHeight]));
  const waiting = await sizes(page);
  await page.close();
  await vali.page.waitForFunction(() => [...document.images].every((image) => image.complete));
  assert.deepEqual(await sizes(vali.page), waiting);
  assert.ok(waiting.every(([width = 0, height = 0]) => width > 40 && height > 40), JSON.stringify(waiting));
});

test("a picture that moves plays in view, and stands still for who wants less motion", async () => {
  const image = item(sent.moving).locator("img");
  await item(sent.moving).scrollIntoViewIfNeeded();
  await vali.page.locator(`#m${sent.moving} .media__item.is-playing`).waitFor();
  assert.match((await image.getAttribute("src")) ?? "", /\/download\//);
  await vali.page.emulateMedia({ reducedMotion: "reduce" });
  await vali.page.locator(`#m${sent.moving} .media__item:not(.is-playing)`).waitFor();
  assert.match((await image.getAttribute("src")) ?? "", /\/thumbnail\//);
  await vali.page.emulateMedia({ reducedMotion: null });
});

test("sound plays in place, one at a time", async () => {
  const players = vali.page.locator(`#m${sent.sound} audio`);
  const buttons = vali.page.locator(`#m${sent.sound} button.file__icon`);
  await buttons.nth(0).click();
  await vali.page.locator(`#m${sent.sound} .file__sub`, { hasText: "/ 0:02" }).waitFor();
  await buttons.nth(1).click();
  await vali.page.locator(`#m${sent.sound} .file__sub`, { hasText: "/ 0:02" }).nth(1).waitFor();
  const first = await players.nth(0).elementHandle();
  await vali.page.waitForFunction((player) => player instanceof HTMLAudioElement && player.paused, first);
});

test("sound plays on while its caption is edited and its text is deleted", async () => {
  const id = await ali.postFiles(room, "Yozuv", { "uzun.wav": wav(60) });
  const player = vali.page.locator(`#m${id} audio`);
  const playsBeyond = (/** @type {number} */ seconds) =>
    vali.page.waitForFunction(
      ([message, least]) => {
        const sound = document.querySelector(`#m${message} audio`);
        return sound instanceof HTMLAudioElement && !sound.paused && sound.currentTime > (least ?? 0);
      },
      [id, seconds],
    );
  const time = () => player.evaluate((sound) => (sound instanceof HTMLAudioElement ? sound.currentTime : 0));
  await vali.page.locator(`#m${id} button.file__icon`).click();
  await playsBeyond(0);
  await ali.choose("Yozuv", "edit");
  const heard = await time();
  await ali.write("Boshqa yozuv");
  await vali.sees("Boshqa yozuv");
  await playsBeyond(heard);
  await ali.choose("Boshqa yozuv", "delete");
  await ali.page.click("dialog.ask button[value=text]");
  await vali.seesNoMore("Boshqa yozuv");
  await playsBeyond(heard + 0.2);
  await vali.page.locator(`#m${id} button.file__icon`).click();
  assert.equal(await vali.page.locator(`#m${id} .file__track`).count(), 1, "it is dressed once");
});

test("the menu downloads the file that it was opened on", async () => {
  // Scrolling would close the menu: the message stands at the end, where the room opens.
  await vali.page.goto(`/room/${room}/`);
  await vali.page.locator(`#m${sent.mixed} .file`).click({ button: "right" });
  await vali.page.locator(".menu [data-act=download]").waitFor();
  const [download] = await Promise.all([vali.page.waitForEvent("download"), vali.page.click(".menu [data-act=download]")]);
  assert.equal(download.suggestedFilename(), "ilova.exe");
});

test("a room with files is usable by assistive technology, light and dark, wide and narrow", async () => {
  await vali.page.emulateMedia({ reducedMotion: "reduce" });
  for (const width of [1440, 390]) {
    await vali.page.setViewportSize({ width, height: 1600 });
    await vali.page.goto(`/room/${room}/`);
    await vali.shoot(`files-${width}`);
    await assertUsable(vali.page, `files at ${width}`);
  }
});

test("the files of a message are deleted alone, in place and for everybody, and from quotes of it", async () => {
  await ali.page.goto(`/room/${room}/`);
  await ali.choose("Rasm va dastur", "reply");
  await ali.write("Javob");
  const quoted = vali.message("Javob").locator(".quote img");
  await quoted.waitFor();
  await ali.message("Rasm va dastur").locator(".bubble__text").click({ button: "right" });
  await ali.page.click(".menu [data-act=delete]");
  await assertAccessible(ali.page);
  await ali.page.click("dialog.ask button[value=file]");
  for (const person of [ali, vali]) {
    await person.page.locator(`#m${sent.mixed}:not([data-files])`).waitFor();
    await person.sees("Rasm va dastur");
    assert.equal(await person.page.locator(`#m${sent.mixed} .file, #m${sent.mixed} .media`).count(), 0);
  }
  await quoted.waitFor({ state: "detached" });
});

test("without JavaScript pictures are links, and text and files are deleted each by itself", async () => {
  const guest = await stage.seat("ali", { javaScriptEnabled: false });
  await guest.logIn();
  await guest.page.goto(`/room/${room}/`);
  const row = guest.page.locator(".row", { has: guest.message("Uch rasm") });
  assert.equal(await row.locator("a.media__item").first().getAttribute("href"), `/download/${sent.album}/1/`);
  assert.equal(await guest.page.locator(`#m${sent.sound} audio[controls]`).count(), 2);
  await row.locator('form[action$="/text/"] button').click();
  await guest.page.locator(`#m${sent.album}:not([data-text]) .media`).waitFor();
});

test("pictures that are deleted leave the viewer, and it closes when the one in view is deleted", async () => {
  const doomed = await ali.postFiles(room, "Yo'qoladi", { "a.png": png(300, 200), "b.png": png(300, 200) });
  const seen = await ali.postFiles(room, "Izohli", { "c.png": png(300, 200) });
  await vali.page.goto(`/room/${room}/`);
  const all = await vali.page.locator(".media__item").count();
  await item(seen).click();
  await opened();
  await vali.page.keyboard.press("ArrowLeft");
  await vali.page.keyboard.press("ArrowRight");
  await counter(`${all} / ${all}`);
  await erase(doomed, "file");
  await counter(`${all - 2} / ${all - 2}`);
  await vali.page.keyboard.press("ArrowLeft");
  await counter(`${all - 3} / ${all - 2}`);
  assert.doesNotMatch((await vali.page.locator(".viewer__caption").textContent()) ?? "", /[ab]\.png/);
  await vali.page.keyboard.press("ArrowRight");
  await counter(`${all - 2} / ${all - 2}`);
  assert.equal(await vali.page.locator(".viewer__caption").innerText(), "Izohli\n\nc.png");
  await erase(seen, "text");
  await vali.page.locator(".viewer__caption > p").waitFor({ state: "detached" });
  await erase(seen);
  await closed();
  // The keyboard stays in the log.
  await vali.page.locator(".log:focus").waitFor();
});

test("a picture whose message changed meanwhile gets the focus back", async () => {
  const changed = await ali.postFiles(room, "O'zgaradi", { "d.png": png(300, 200) });
  await item(changed).click();
  await opened();
  await erase(changed, "text");
  await vali.page.locator(`#m${changed}:not([data-text])`).waitFor();
  await vali.page.keyboard.press("Escape");
  await closed();
  await focusOn(changed);
});

test("the viewer goes on to pictures that are not in the log, which stays as it is, and follows what becomes of them", async () => {
  const long = await ali.createRoom("Uzun tarix");
  const old = await ali.postFiles(long, "Eski suratlar", { "bir.png": png(300, 200), "ikki.png": png(300, 200) });
  await ali.seed(long, 200);
  const recent = await ali.postFiles(long, "", { "yangi.png": png(300, 200) });
  // So low that what the page comes with is enough: no history is loaded while the log is looked at.
  await ali.page.setViewportSize({ width: 1024, height: 480 });
  await ali.page.goto(`/room/${long}/`);
  const link = ali.page.locator(`#m${recent} .media__item`);
  await link.click();
  await counter("3 / 3", ali);
  const state = () => ali.page.locator(".log").evaluate((log) => [log.scrollTop, log.querySelectorAll(".row").length]);
  const stood = await state();
  assert.equal(await ali.page.locator(`#m${old}`).count(), 0);
  const caption = (/** @type {string} */ text) => ali.page.locator(".viewer__caption").filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
  await ali.page.keyboard.press("ArrowLeft");
  await caption("Eski suratlarikki.png");
  await ali.page.keyboard.press("ArrowLeft");
  await caption("Eski suratlarbir.png");
  await counter("1 / 3", ali);
  await erase(old, "text");
  await caption("bir.png");
  await ali.page.keyboard.press("Escape");
  await ali.page.locator(".pswp").waitFor({ state: "detached" });
  assert.deepEqual(await state(), stood);
  await link.click();
  await counter("3 / 3", ali);
  await ali.page.keyboard.press("ArrowLeft");
  await caption("ikki.png");
  await erase(old);
  await ali.page.locator(".pswp").waitFor({ state: "detached" });
});

test("Back closes the viewer and stays in the room, once for each picture that was opened", async () => {
  await vali.page.goto("/");
  await vali.page.goto(`/room/${room}/`);
  const back = () => vali.page.evaluate(() => history.back());
  const uncovered = () => vali.page.waitForFunction(() => history.state === null);
  await item(sent.album).click();
  await vali.page.locator(".pswp").waitFor();
  await back();
  await closed();
  await uncovered();
  await item(sent.album).click();
  await opened();
  await back();
  await closed();
  await focusOn(sent.album);
  await item(sent.album, 2).click();
  await opened();
  await vali.page.keyboard.press("Escape");
  await closed();
  await uncovered();
  assert.equal(new URL(vali.page.url()).pathname, `/room/${room}/`);
  await back();
  await vali.page.waitForURL((url) => url.pathname === "/");
});

test("a picture that is opened while the one before leaves the history stays open, and Back closes it", async () => {
  await vali.page.goto(`/room/${room}/`);
  await item(sent.album).click();
  await opened();
  await vali.page.evaluate((selector) => {
    const open = () => /** @type {HTMLElement} */ (document.querySelector(selector)).click();
    new MutationObserver((_, watch) => {
      if (document.querySelector(".pswp")) return;
      watch.disconnect();
      open();
    }).observe(document.body, { childList: true });
  }, `#m${sent.album} .media__item[data-n="2"]`);
  await vali.page.keyboard.press("Escape");
  await vali.page.locator(".viewer__caption", { hasText: "ikki.png" }).waitFor();
  await opened();
  await vali.page.evaluate(() => history.back());
  await closed();
  assert.equal(new URL(vali.page.url()).pathname, `/room/${room}/`);
});

test("a page that is loaded again or come to by Forward, without its viewer, costs no Back", async () => {
  await vali.page.goto("/");
  await vali.page.goto(`/room/${room}/`);
  await item(sent.album).click();
  await opened();
  await vali.page.reload();
  const uncovered = () => vali.page.waitForFunction(() => history.state === null);
  await uncovered();
  await vali.page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener("popstate", resolve, { once: true });
        history.forward();
      }),
  );
  await uncovered();
  await vali.page.evaluate(() => history.back());
  await vali.page.waitForURL((url) => url.pathname === "/");
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
