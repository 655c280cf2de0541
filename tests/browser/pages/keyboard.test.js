import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PASSWORD } from "../support/server.js";
import { Stage } from "../support/stage.js";

/** Steps of the Tab key within which a page must come round. */
const ROUND = 60;

/** @typedef {import("../support/browser.js").Person} Person */

/** @type {Stage} */
let stage;
/** Has no mouse. @type {Person} */
let ali;
/** @type {Person} */
let vali;

before(async () => {
  stage = await Stage.open();
  vali = await stage.seat("vali");
  await vali.logIn();
  await vali.createRoom("Boshqa xona");
  await vali.createRoom("Ish jamoasi");
  await vali.seed(Number(/\d+/.exec(new URL(vali.page.url()).pathname)?.[0]), 3);
  await vali.page.reload();
  ali = await stage.seat("ali");
});

after(() => stage?.close());

const press = async (/** @type {string[]} */ ...keys) => {
  for (const key of keys) await ali.page.keyboard.press(key);
};
const type = (/** @type {string} */ text) => ali.page.keyboard.type(text);
/** What has the focus. @param {string} selector */
const focused = (selector) => ali.page.locator(`${selector}:focus`).waitFor();

/** Presses Tab until something has the focus; whatever has it on the way can be seen. @param {string} selector @param {string} [key] */
async function tabTo(selector, key = "Tab") {
  for (let step = 0; step < ROUND; step += 1) {
    await press(key);
    const at = await ali.page.evaluate((wanted) => {
      const active = document.activeElement;
      if (!active || active === document.body) return "nothing";
      const { width, height } = active.getBoundingClientRect();
      const { outlineStyle, boxShadow } = getComputedStyle(active);
      const around = active.closest("label, .composer__box, .searchbox, #composer");
      const ring = outlineStyle !== "none" || boxShadow !== "none" || (around !== null && active.matches("input, textarea"));
      if (active.matches(wanted)) return "there";
      return width && height && ring ? "" : `unseen: ${active.outerHTML.slice(0, 120)}`;
    }, selector);
    if (at === "there") return;
    assert.ok(at === "" || at === "nothing", at);
  }
  assert.fail(`${selector} is not reached by ${key}`);
}

test("one logs in, joins a room and writes with the keyboard alone", async () => {
  await ali.page.goto("/login/");
  await focused("input[name=username]");
  await type("ali");
  await press("Tab");
  await type(PASSWORD);
  await press("Enter");
  await ali.page.waitForURL((url) => url.pathname === "/");
  await ali.started();
  for (const room of ["Boshqa xona", "Ish jamoasi"]) {
    const link = await ali.page.locator("a[href^='/room/']", { hasText: room }).last().getAttribute("href");
    await tabTo(`a[href="${link}"]`);
    await press("Enter");
    await ali.page.locator("#join, form[action$='/join/']").first().waitFor();
    await ali.started();
    await tabTo("form[action$='/join/'] button");
    await press("Enter");
    await focused("#composer textarea");
    if (room === "Boshqa xona") await ali.page.goto("/");
  }
  await type("Klaviaturadan");
  await press("Enter");
  await vali.sees("Klaviaturadan");
  await focused("#composer textarea");
});

test("a file is attached and sent with the keyboard alone", async () => {
  await tabTo("#composer input[type=file]");
  const [chooser] = await Promise.all([ali.page.waitForEvent("filechooser"), press("Space")]);
  await chooser.setFiles({ name: "reja.txt", mimeType: "text/plain", buffer: Buffer.from("reja") });
  await ali.page.locator(".tray__item").waitFor();
  await tabTo("#composer textarea", "Shift+Tab");
  await type("Mana fayl");
  await press("Enter");
  await vali.message("Mana fayl").locator(".file", { hasText: "reja.txt" }).waitFor();
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
});

test("what others write is announced, and neither what was there before nor what one writes oneself", async () => {
  const log = ali.page.getByRole("log");
  assert.equal(await log.getAttribute("aria-live"), null);
  await ali.page.reload();
  await ali.sees("Klaviaturadan");
  await ali.page.evaluate(() => {
    /** @type {string[]} */
    const said = [];
    Reflect.set(globalThis, "said", said);
    // A region says what is added to it, as long as the nearest one around that is not off.
    const hear = (/** @type {Node} */ node) => {
      const part = node instanceof Element ? node : node.parentElement;
      const region = part?.closest("[aria-live], [role=log], [role=status], [role=alert]");
      if (region && region.getAttribute("aria-live") !== "off") said.push(node.textContent ?? "");
    };
    new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) hear(node);
    }).observe(document.body, { childList: true, subtree: true });
  });
  await ali.write("O'zim yozdim");
  await ali.sees("O'zim yozdim");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  await vali.write("Eshitildimi?");
  await ali.sees("Eshitildimi?");
  const said = await ali.page.evaluate(() => /** @type {string[]} */ (Reflect.get(globalThis, "said")));
  const about = (/** @type {string} */ text) => said.filter((one) => one.includes(text)).length;
  assert.deepEqual([about("Eshitildimi?"), about("O'zim yozdim"), about("Klaviaturadan")], [1, 0, 0], said.join(" | "));
});

test("a message is answered, edited, reacted to and deleted with the keyboard alone", async () => {
  const onMenu = async (/** @type {string} */ act) => {
    await focused(".menu button");
    for (let step = 0; step < ROUND && !(await ali.page.locator(`.menu [data-act=${act}]:focus`).count()); step += 1) await press("ArrowDown");
    await press("Enter");
  };
  await tabTo(".log", "Shift+Tab");
  await press("ArrowUp", "Enter");
  await onMenu("reply");
  await focused("#composer textarea");
  await type("Eshitildi");
  await press("Enter");
  await vali.sees("Eshitildi");
  await ali.sees("Eshitildi");
  await press("ArrowUp");
  await press("End");
  await type("!");
  await press("Enter");
  await vali.sees("Eshitildi!");
  await ali.sees("Eshitildi!");
  // The edit is over.
  await ali.page.locator(".replybar").waitFor({ state: "detached" });
  await focused("#composer textarea");

  await tabTo(".log", "Shift+Tab");
  await press("ArrowUp", "Enter");
  await onMenu("delete");
  await ali.page.locator("dialog.ask[open]").waitFor();
  await tabTo("dialog.ask button[value=all]");
  await press("Enter");
  await vali.seesNoMore("Eshitildi!");
  await ali.page.locator("dialog.ask").waitFor({ state: "detached" });
  await ali.seesNoMore("Eshitildi!");
  await focused('article.msg[data-text="Eshitildimi?"]');
});

test("emoji are put under a message and into the field with the keyboard alone", async () => {
  await ali.page.locator(".log").focus();
  await press("ArrowUp", "Enter");
  await focused(".menu button");
  for (let step = 0; step < ROUND && !(await ali.page.locator(".menu__quick :focus").count()); step += 1) await press("ArrowUp");
  await press("Enter");
  await ali.message("Eshitildimi?").locator(".reaction").waitFor();
  await vali.message("Eshitildimi?").locator(".reaction").waitFor();
  await focused('article.msg[data-text="Eshitildimi?"]');

  await tabTo("#composer .emoji-btn");
  await press("Enter");
  await focused("dialog.emoji input");
  await press("ArrowDown", "Enter");
  await ali.page.waitForFunction(() => document.querySelector("textarea")?.value !== "");
  await press("Escape");
  await focused("#composer textarea");
  await press("Control+a", "Delete");
});

test("rooms are changed, the help is opened and left, and one logs out with the keyboard alone", async () => {
  // What is typed while the other room is still on its way goes where it was meant to.
  await press("Alt+ArrowDown", "Control+k");
  await type("Ish");
  await ali.page.locator(".room-head__name", { hasText: "Boshqa xona" }).waitFor();
  await focused("#room-search");
  await press("Enter");
  await ali.page.locator(".room-head__name", { hasText: "Ish jamoasi" }).waitFor();
  await focused("#composer textarea");
  await ali.page.locator(".log").focus();
  await press("?");
  await ali.page.locator("dialog.help[open]").waitFor();
  await press("Escape");
  await focused(".log");
  await tabTo(".me-menu summary", "Shift+Tab");
  await press("Enter");
  await tabTo("form[action='/logout/'] button");
  await press("Enter");
  await ali.page.locator("#login").waitFor();
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
