/** Every page and state that is worth a look, and the way there in the demo's workspace. */

import { wav } from "./samples.js";

/** @typedef {import("./browser.js").Person} Person */
/** @typedef {import("./browser.js").BrowserPage} BrowserPage */
/** @typedef {{ person: Person, page: BrowserPage, log: string }} View `log` is what the server without an administrator printed */
/**
 * @typedef {object} Scene
 * @property {string} name
 * @property {"guest" | "newly" | "ali"} who a guest, somebody at a server without an administrator, or the demo's reader
 * @property {number[]} [widths] where it exists; everywhere when absent
 * @property {(view: View) => Promise<unknown>} show
 * @property {(person: Person) => Promise<unknown>} [after] puts right what the next scene would stumble over
 */

const TEAM = "Ish jamoasi";
const PHONE = [390];
/** Bytes after which the line stands still, so that an upload is seen on its way. */
const HELD_AFTER = 150_000;

/** Where the rooms are, by parts of their names; the same in every workspace. @type {Map<string, string>} */
const rooms = new Map();

/** A room of the list, or of those that one may join. @param {BrowserPage} page @param {string} name */
async function room(page, name) {
  const path = rooms.get(name) ?? (await address(page, name));
  rooms.set(name, path);
  await page.goto(path);
}

/** @param {BrowserPage} page @param {string} name */
async function address(page, name) {
  await page.goto("/");
  const link = page.locator("a[href^='/room/']", { hasText: name }).first();
  return (await link.getAttribute("href")) ?? "/";
}

/** @param {BrowserPage} page */
async function team(page) {
  await room(page, TEAM);
  await page.locator("#log article").last().waitFor();
}

/** The message that begins so, brought into view. @param {BrowserPage} page @param {string} start */
async function message(page, start) {
  const found = page.locator(`#log article[data-text^="${start}"]`).last();
  await found.evaluate((one) => one.scrollIntoView({ block: "center" }));
  return found;
}

/** The menu of a message. @param {BrowserPage} page @param {string} start */
async function menu(page, start) {
  await (await message(page, start)).locator(".bubble").click({ button: "right" });
  await page.locator(".menu [role=menuitem]").first().waitFor();
}

/** @param {BrowserPage} page @param {string} start @param {string} act */
async function choose(page, start, act) {
  await menu(page, start);
  await page.click(`.menu [data-act=${act}]`);
}

/** @param {BrowserPage} page @param {{ name: string, mimeType: string, buffer: Buffer }[]} files */
async function attach(page, files) {
  await page.locator("#composer input[type=file]").setInputFiles(files);
  await page.locator(".tray__item").nth(files.length - 1).waitFor();
}

/** By the button: on a phone Enter begins a line. @param {BrowserPage} page */
const send = (page) => page.click("#composer button[type=submit]");

const text = (/** @type {string} */ name, bytes = 40_000) => ({ name, mimeType: "text/plain", buffer: Buffer.alloc(bytes, "a\n") });
/** A picture of the page itself is as real as any. @param {BrowserPage} page @param {string} name */
const picture = async (page, name) => ({ name, mimeType: "image/png", buffer: await page.screenshot() });

/** @param {string} name @param {string} path @param {"ali" | "guest" | "newly"} [who] @returns {Scene} */
const at = (name, path, who = "ali") => ({ name, who, show: ({ page }) => page.goto(path) });

/** @param {string} name @param {string} of the room @param {string} path below the room's @returns {Scene} */
const below = (name, of, path) => ({
  name,
  who: "ali",
  async show({ page }) {
    await room(page, of);
    await page.goto(new URL(path, page.url()).href);
  },
});

/** @type {Scene[]} */
export const SCENES = [
  { name: "setup-closed", who: "newly", show: ({ page }) => page.goto("/") },
  { name: "setup", who: "newly", show: ({ page, log }) => page.goto(/\/setup\/\S+/.exec(log)?.[0] ?? "/") },
  at("login", "/login/", "guest"),
  {
    name: "login-error",
    who: "guest",
    async show({ page }) {
      await page.goto("/login/");
      await page.fill("input[name=username]", "ali");
      await page.fill("input[name=password]", "unutganman");
      await page.click("#login button[type=submit]");
      await page.locator("[role=alert]").waitFor();
    },
  },
  at("list", "/"),
  {
    name: "list-menu",
    who: "ali",
    async show({ page }) {
      await page.goto("/");
      await page.locator("#rooms li a", { hasText: "Fotoklub" }).click({ button: "right" });
      await page.locator(".menu [role=menuitem]").first().waitFor();
    },
  },
  {
    name: "list-filter",
    who: "ali",
    async show({ page }) {
      await page.goto("/");
      await page.locator("input[type=search]").first().fill("ja");
      await page.locator("#rooms li", { hasText: "Fotoklub" }).waitFor({ state: "hidden" });
    },
  },
  {
    name: "list-nothing",
    who: "ali",
    async show({ page }) {
      await page.goto("/");
      await page.locator("input[type=search]").first().fill("bunday xona yo'q");
      await page.locator("#rooms li", { hasText: TEAM }).waitFor({ state: "hidden" });
    },
  },
  {
    name: "room",
    who: "ali",
    async show({ page }) {
      await team(page);
      await page.locator("#unread").waitFor();
    },
  },
  { name: "room-pictures", who: "ali", show: ({ page }) => team(page).then(() => message(page, "2-korpus: yangi")) },
  { name: "room-code", who: "ali", show: ({ page }) => team(page).then(() => message(page, "Serverda joy tugagan")) },
  { name: "room-sound", who: "ali", show: ({ page }) => team(page).then(() => message(page, "Majlis yozuvi ham")) },
  { name: "room-plain", who: "ali", show: ({ page }) => room(page, "Umumiy e'lonlar") },
  { name: "room-russian", who: "ali", show: ({ page }) => room(page, "Кафедра математики") },
  { name: "room-cyrillic", who: "ali", show: ({ page }) => room(page, "Ўқитувчилар хонаси") },
  { name: "room-english", who: "ali", show: ({ page }) => room(page, "English Speaking Club") },
  { name: "room-albums", who: "ali", show: ({ page }) => room(page, "Fotoklub") },
  { name: "room-friends", who: "ali", show: ({ page }) => room(page, "Do'stlar guruhi") },
  { name: "room-long-name", who: "ali", show: ({ page }) => room(page, "Yangi xodimlar uchun") },
  { name: "room-empty", who: "ali", show: ({ page }) => room(page, "Yangi g'oyalar") },
  { name: "join", who: "ali", show: ({ page }) => room(page, "Kitobxonlar") },
  {
    name: "room-menu",
    who: "ali",
    async show({ page }) {
      await room(page, "Yangi g'oyalar");
      await page.click(".room-menu summary");
    },
  },
  { name: "menu-own", who: "ali", show: ({ page }) => team(page).then(() => menu(page, "Rahmat, barakalla")) },
  { name: "menu-other", who: "ali", show: ({ page }) => team(page).then(() => menu(page, "@ali, soat 15:00")) },
  {
    name: "emoji-react",
    who: "ali",
    async show({ page }) {
      await team(page);
      await menu(page, "@ali, soat 15:00");
      await page.locator(".menu__quick button").last().click();
      await page.locator("dialog.emoji[open] .emoji__grid button").first().waitFor();
    },
  },
  {
    name: "emoji-composer",
    who: "ali",
    async show({ page }) {
      await team(page);
      await page.click("#composer .emoji-btn");
      await page.locator("dialog.emoji[open] .emoji__grid button").first().waitFor();
    },
  },
  {
    name: "delete",
    who: "ali",
    async show({ page }) {
      await team(page);
      await choose(page, "2-korpus: yangi", "delete");
      await page.locator("dialog.ask[open]").waitFor();
    },
  },
  {
    name: "composer-reply",
    who: "ali",
    async show({ page, person }) {
      await team(page);
      await choose(page, "@ali, soat 15:00", "reply");
      await person.field.fill("Albatta, hozir yuboraman");
      await page.locator(".replybar").waitFor();
    },
    after: (person) => person.field.fill(""),
  },
  {
    name: "composer-edit",
    who: "ali",
    async show({ page }) {
      await team(page);
      await choose(page, "Rahmat, barakalla", "edit");
      await page.locator(".replybar").waitFor();
    },
    after: (person) => person.field.press("Escape"),
  },
  {
    name: "composer-mention",
    who: "ali",
    async show({ page, person }) {
      await team(page);
      await person.field.pressSequentially("Rahmat, @");
      await page.locator("#mentions [role=option]").first().waitFor();
    },
    after: (person) => person.field.fill(""),
  },
  {
    name: "composer-long",
    who: "ali",
    async show({ page, person }) {
      await team(page);
      await person.field.fill("Uzun xabar, bir necha qatorda yoziladi. ".repeat(40));
    },
    after: (person) => person.field.fill(""),
  },
  {
    name: "composer-tray",
    who: "ali",
    async show({ page, person }) {
      await team(page);
      const sound = { name: "Majlis yozuvi, 13-mart.wav", mimeType: "audio/wav", buffer: wav(2) };
      await attach(page, [await picture(page, "ekran.png"), text("jadval, yakuniy-versiya-tasdiqlangan-imzolangan.txt"), sound]);
      await person.field.fill("Mana, hammasi");
    },
    after: (person) => person.field.fill(""),
  },
  {
    name: "upload",
    who: "ali",
    async show({ page, person }) {
      await team(page);
      await attach(page, [text("dars-jadvali-2026.txt", 4_000_000)]);
      person.network.holdAfter(HELD_AFTER);
      await send(page);
      await page.locator(".is-pending .upload__stop").waitFor();
    },
    async after(person) {
      await person.page.click(".upload__stop");
      await person.page.locator(".is-pending").waitFor({ state: "detached" });
      // What stood still is not to be sent after all.
      person.network.cut();
      person.network.release();
      person.network.mend();
    },
  },
  {
    name: "viewer",
    who: "ali",
    async show({ page }) {
      await team(page);
      await (await message(page, "2-korpus: yangi")).locator(".media__item").nth(1).click();
      await page.locator(".pswp__item[aria-hidden=false] .pswp__img:not(.pswp__img--placeholder)").waitFor();
    },
  },
  {
    name: "help",
    who: "ali",
    widths: [1440, 1024],
    async show({ page }) {
      await team(page);
      await page.locator("#log article").last().focus();
      await page.keyboard.press("?");
      await page.locator("dialog.help[open]").waitFor();
    },
  },
  at("create", "/create/"),
  below("members", TEAM, "members/"),
  below("settings", "Yangi g'oyalar", "settings/"),
  at("account", "/account/"),
  at("password", "/account/password/"),
  at("language", "/language/"),
  at("error-not-found", "/room/999999/"),
  { name: "phone-back", who: "ali", widths: PHONE, show: ({ page }) => team(page).then(() => page.click("a.back")) },
  // Last: what waits here is never sent.
  {
    name: "offline",
    who: "ali",
    async show({ page, person }) {
      await team(page);
      person.network.cut();
      await person.field.fill("Bu xabar ulanish tiklanganda ketadi");
      await send(page);
      await page.locator(".is-pending").waitFor();
      await page.locator("#conn:not([hidden])").waitFor();
    },
  },
];
