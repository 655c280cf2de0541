import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible } from "../support/axe.js";
import { enterLogin } from "../support/browser.js";
import { png } from "../support/samples.js";
import { Stage } from "../support/stage.js";

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;
/** @type {import("../support/browser.js").Person} */
let vali;
/** @type {number} */
let room;
/** @type {number} */
let other;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Yozish", async (owner) => {
    other = await owner.createRoom("Boshqa xona");
  }));
  for (const [username, name] of Object.entries({ valida: "Валида Каримова", olim: "Olim Oʻtkirov" })) {
    await stage.server.addUser(username, name);
    await ask(`/room/${room}/members/`, { action: "add", username });
  }
  await ali.page.goto(`/room/${room}/`);
});

after(() => stage?.close());

/** By HTTP, as Ali. @param {string} path @param {Record<string, string>} form */
async function ask(path, form) {
  const headers = { Accept: "application/json", Origin: ali.url };
  const answer = await ali.context.request.post(path, { form, headers });
  assert.ok(answer.ok(), await answer.text());
}

const value = () => ali.field.inputValue();
const options = () => ali.page.locator("#mentions [role=option]");
/** What a screen reader is told to be chosen. */
const means = (/** @type {string} */ name) =>
  ali.page.waitForFunction((wanted) => {
    const id = document.querySelector("#composer textarea")?.getAttribute("aria-activedescendant");
    return document.querySelector(`#${id || "nobody"}[aria-selected=true] small`)?.textContent === wanted;
  }, name);
/** Resolves when this stands in the field. @param {string} text */
const holds = (text) =>
  ali.page.waitForFunction((wanted) => {
    const field = document.querySelector("#composer textarea");
    return field instanceof HTMLTextAreaElement && field.value === wanted;
  }, text);

/**
 * Pastes into the field.
 * @param {Record<string, string>} texts by type
 * @param {Buffer} [picture]
 */
async function paste(texts, picture) {
  const bytes = picture && [...picture];
  await ali.field.evaluate((field, clipboard) => {
    const data = new DataTransfer();
    for (const [type, text] of Object.entries(clipboard.texts)) data.setData(type, text);
    if (clipboard.bytes) data.items.add(new File([new Uint8Array(clipboard.bytes)], "image.png", { type: "image/png" }));
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, { texts, bytes });
}

/** Resolves when the draft of the room is kept so. @param {string} text @param {number} [of] */
const kept = (text, of = room) =>
  ali.page.waitForFunction(([id, wanted]) => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("draft:") && name.endsWith(`:${id}`));
    return (key ? JSON.parse(localStorage.getItem(key) ?? "{}").text : "") === wanted;
  }, /** @type {const} */ ([of, text]));

test("a member is named by the keyboard alone, in the middle of a text", async () => {
  await ali.field.fill("Salom , ertaga");
  await ali.field.evaluate((field) => /** @type {HTMLTextAreaElement} */ (field).setSelectionRange(6, 6));
  await ali.page.keyboard.type("@");
  await options().nth(2).waitFor();
  await assertAccessible(ali.page);
  await ali.page.keyboard.type("V");
  await options().nth(2).waitFor({ state: "detached" });
  await means("@vali");
  await ali.page.keyboard.press("ArrowDown");
  await means("@valida");
  // Round and round.
  await ali.page.keyboard.press("ArrowDown");
  await means("@vali");
  await ali.page.keyboard.press("Enter");
  assert.equal(await value(), "Salom @vali , ertaga");
  assert.equal(await options().count(), 0);
  await ali.page.keyboard.press("Control+z");
  assert.equal(await value(), "Salom @V, ertaga", "Ctrl+Z takes it back");
  await ali.page.keyboard.press("Control+y");
  await ali.page.keyboard.press("Enter");
  await vali.page.locator("article .mention", { hasText: "@vali" }).waitFor();
});

test("names are found by the words of a name in either script, taken by a click, and closed by Esc for good", async () => {
  await ali.field.pressSequentially("@o'tk");
  await options().filter({ hasText: "@olim" }).click();
  assert.equal(await value(), "@olim ");
  await ali.field.pressSequentially("@кар");
  await means("@valida");
  await ali.page.keyboard.press("Tab");
  assert.equal(await value(), "@olim @valida ");
  await ali.field.pressSequentially("@val");
  await options().first().waitFor();
  await ali.page.keyboard.press("Escape");
  assert.equal(await options().count(), 0);
  assert.equal(await value(), "@olim @valida @val", "Esc closed the names and nothing else");
  await ali.field.fill("");
});

test("what was typed and what it answers are there again after a reload and after another room", async () => {
  await ali.write("Javob beriladigan");
  await ali.sees("Javob beriladigan");
  await ali.choose("Javob beriladigan", "reply");
  await ali.page.locator(".replybar").waitFor();
  await ali.field.pressSequentially("yarim gap");
  await ali.page.reload();
  await ali.page.locator(".replybar", { hasText: "Javob beriladigan" }).waitFor();
  assert.equal(await value(), "yarim gap");
  await ali.page.click(`#rooms li[data-room-id="${other}"] a`);
  await ali.page.locator(`form[action="/room/${other}/"]`).waitFor();
  await ali.page.waitForFunction(() => document.querySelector("textarea")?.value === "");
  await ali.page.goBack();
  await ali.page.locator(".replybar", { hasText: "Javob beriladigan" }).waitFor();
  await holds("yarim gap");
  await ali.field.press("Enter");
  await ali.sees("yarim gap");
  await kept("");
});

test("an edit that was begun is there again after a reload, and what was typed before it when it is left", async () => {
  await ali.field.fill("oldingi");
  await kept("oldingi");
  await ali.choose("yarim gap", "edit");
  await ali.page.locator(".is-editing .replybar").waitFor();
  await ali.field.fill("butun gap");
  await ali.page.reload();
  await ali.page.locator(".is-editing .replybar").waitFor();
  await holds("butun gap");
  await ali.field.press("Escape");
  await holds("oldingi");
  await ali.field.fill("");
  await kept("");
});

test("another tab's draft comes in where nothing is typed, and never over what is", async () => {
  const second = await ali.context.newPage();
  await second.goto(`/room/${room}/`);
  const field = second.locator("#composer textarea");
  await field.evaluate((area) => area.blur());
  await ali.field.pressSequentially("birinchi oynada");
  await second.waitForFunction(() => document.querySelector("textarea")?.value === "birinchi oynada");
  await field.fill("ikkinchi");
  await kept("ikkinchi");
  assert.equal(await value(), "birinchi oynada", "the field that has the focus keeps what was typed");
  await field.press("Enter");
  await ali.sees("ikkinchi");
  assert.equal(await value(), "birinchi oynada");
  await second.close();
  await ali.field.fill("");
});

test("a text from Word is a text, whatever lies beside it, and a picture alone is attached", async () => {
  const word = "Reja:\r\n·\tBirinchi\u00A0band\r\n";
  await paste({ "text/plain": word, "text/html": "<p class=MsoNormal>Reja</p>" }, png(4, 4));
  assert.equal(await value(), "Reja:\n• Birinchi band");
  assert.equal(await ali.page.locator(".tray__item").count(), 0);
  await ali.page.keyboard.press("Control+z");
  assert.equal(await value(), "", "one step takes it back");
  await paste({ "text/html": "<img src=x>", "text/plain": " " }, png(4, 4));
  await ali.page.locator(".tray__item").waitFor();
  await ali.field.press("Escape");
  assert.equal(await value(), "");
});

test("the formatting keys wrap what is selected, and Ctrl+Z takes that back", async () => {
  await ali.field.fill("juda muhim");
  await ali.field.evaluate((field) => /** @type {HTMLTextAreaElement} */ (field).setSelectionRange(5, 10));
  for (const [key, text] of [["b", "juda **muhim**"], ["i", "juda ***muhim***"], ["b", "juda *muhim*"]]) {
    await ali.page.keyboard.press(`Control+${key}`);
    assert.equal(await value(), text);
  }
  for (let n = 0; n < 3; n += 1) await ali.page.keyboard.press("Control+z");
  assert.equal(await value(), "juda muhim");
  await ali.field.fill("");
});

test("Esc does one thing at a time: names, the reply, the files", async () => {
  await ali.choose("ikkinchi", "reply");
  await ali.page.locator(".replybar").waitFor();
  await ali.page.locator("#composer input[type=file]").setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
  await ali.page.locator(".tray__item").waitFor();
  await ali.field.pressSequentially("@v");
  await options().first().waitFor();
  const stands = async () => [await options().count() > 0, await ali.page.locator(".replybar").count(), await ali.page.locator(".tray__item").count()];
  for (const left of [[false, 1, 1], [false, 0, 1], [false, 0, 0]]) {
    await ali.page.keyboard.press("Escape");
    assert.deepEqual(await stands(), left);
  }
  assert.equal(await value(), "@v", "nothing that was typed is lost");
  await ali.field.fill("");
});

test("↑ in an empty field edits my last message", async () => {
  await ali.field.press("ArrowUp");
  await ali.page.locator(".is-editing").waitFor();
  await holds("ikkinchi");
  await ali.field.press("Escape");
});

test("near the limit it is counted, over it nothing is sent and nothing lost", async () => {
  const count = ali.page.locator(".composer__count");
  await ali.field.fill("ў".repeat(9_400));
  assert.ok(await count.isHidden());
  await ali.field.fill(" " + "😀".repeat(9_990));
  assert.equal(await count.textContent(), "10");
  const long = "uzun matn ".repeat(10_000);
  await ali.field.fill("");
  await ali.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ali.url });
  await ali.page.evaluate((text) => navigator.clipboard.writeText(text), long);
  await ali.field.press("Control+v");
  await holds(long);
  assert.equal(await count.textContent(), "−89999");
  const { height, room: whole } = await ali.field.evaluate((field) => ({ height: field.clientHeight, room: innerHeight }));
  assert.ok(height > 200 && height <= whole * 0.4 + 1, `${height} of ${whole}`);
  await ali.field.press("Enter");
  await ali.page.locator(".toast-note").waitFor();
  assert.equal(await value(), long);
  await assertAccessible(ali.page);
  await ali.field.fill("");
  await kept("");
});

test("who chose so breaks the line by Enter and sends by Ctrl+Enter and Shift+Enter", async () => {
  await ask("/account/", { enter: "newline" });
  await ali.page.reload();
  await ali.field.pressSequentially("bir");
  await ali.field.press("Enter");
  await ali.field.pressSequentially("ikki");
  assert.equal(await value(), "bir\nikki");
  await ali.field.press("Control+Enter");
  await ali.page.locator("article .bubble__text", { hasText: /bir\s+ikki/ }).waitFor();
  await ali.field.pressSequentially("uch");
  await ali.field.press("Shift+Enter");
  await ali.sees("uch");
  await ask("/account/", { enter: "send" });
});

test("on a phone Enter breaks the line, a tap takes a name, and the button sends", async () => {
  const olim = await stage.seat("olim", { isMobile: true, hasTouch: true, viewport: { width: 390, height: 844 } });
  await olim.logIn();
  await olim.page.goto(`/room/${room}/`);
  await olim.field.tap();
  await olim.field.pressSequentially("Rahmat,");
  await olim.field.press("Enter");
  await olim.field.pressSequentially("@vali");
  await olim.page.locator("#mentions [role=option]", { hasText: "@valida" }).tap();
  assert.equal(await olim.field.inputValue(), "Rahmat,\n@valida ");
  assert.ok(await olim.field.evaluate((field) => field === document.activeElement), "the keyboard stays");
  await olim.page.locator(".composer__send").tap();
  await olim.page.locator("article .mention", { hasText: "@valida" }).waitFor();
});

test("what was typed outlives a login that ends", async () => {
  await ali.field.fill("hali yuborilmagan");
  await ask("/logout/", {});
  await ali.page.waitForURL("**/login/**");
  await enterLogin(ali.page, "ali");
  await ali.page.waitForURL(`**/room/${room}/`);
  await ali.started();
  await holds("hali yuborilmagan");
  await ali.field.fill("");
  await kept("");
});

test("the same keys find a room, go to the next one and tell what all keys do, wherever the focus is", async () => {
  const name = (/** @type {string} */ text) => ali.page.locator(".room-head__name", { hasText: text }).waitFor();
  await ali.page.keyboard.press("Control+k");
  await ali.page.locator("#room-search:focus").waitFor();
  await ali.page.keyboard.press("Alt+ArrowDown");
  await name("Boshqa xona");
  await ali.page.keyboard.press("Alt+ArrowUp");
  await name("Yozish");
  await ali.page.locator(`#room[data-room-id="${room}"] #composer`).waitFor();
  await ali.field.press("?");
  assert.equal(await value(), "?", "in a text it is a letter");
  await ali.field.fill("");
  const help = ali.page.locator("dialog.help");
  await ali.field.press("Control+/");
  await help.getByText("Ctrl").first().waitFor();
  await assertAccessible(ali.page);
  await ali.page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  // The focus is where it was.
  await ali.page.locator("#composer textarea:focus").waitFor();
  await ali.page.locator(".log").focus();
  await ali.page.keyboard.press("?");
  await help.waitFor();
  await help.locator("button").click();
  await help.waitFor({ state: "detached" });
  await ali.page.locator(".log").focus();
  await ali.page.keyboard.type("Salom ?");
  assert.equal(await value(), "Salom ?", "what writes goes into the message");
  await ali.field.fill("");
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
