import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertUsable } from "../support/axe.js";
import { enterLogin } from "../support/browser.js";
import { png, wav } from "../support/samples.js";
import { Server } from "../support/server.js";
import { Stage } from "../support/stage.js";

/** @typedef {import("../support/browser.js").Person} Person */
/** @typedef {import("../support/browser.js").BrowserPage} BrowserPage */
/** @typedef {import("../support/axe.js").Theme} Theme */

/** What other rules than those of colours say in one theme they say in the other. @type {[width: number, theme: Theme][]} */
const VIEWS = [
  [1440, "light"],
  [390, "dark"],
];
const GREETING = "Assalomu alaykum, @ali! **Jadval** qayerda? https://example.org/jadval `kod`";
const ANSWER = "Раҳмат, ҳозир юбораман 🙏";

/** @type {Stage} */
let stage;
/** @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** @type {number} */
let room;
/** @type {number} */
let closed;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Dars jadvali va uy vazifalari muhokamasi (3-kurs)"));
  await vali.write(GREETING);
  await ali.page.locator("article .mention--me").waitFor();
  await ali.choose(GREETING, "reply");
  await ali.write(ANSWER);
  await vali.sees(ANSWER);
  await vali.write("🎉");
  await ali.sees("🎉");
  const files = { "rasm.png": png(640, 480), "rasm2.png": png(200, 480), "ovoz.wav": wav(1), "jadval.txt": Buffer.from("jadval") };
  await vali.postFiles(room, "Mana", files);
  for (const { context } of [ali, vali]) {
    const id = await ali.message(GREETING).getAttribute("data-id");
    const answer = await context.request.post(`/react/${id}/`, {
      form: { emoji: "👍", on: "1" },
      headers: { Accept: "application/json", Origin: stage.server.url },
    });
    assert.ok(answer.ok(), await answer.text());
  }
  await vali.createRoom("Valining xonasi");
  closed = Number(/\d+/.exec(new URL(vali.page.url()).pathname)?.[0]);
});

after(() => stage?.close());

/** @param {BrowserPage} page @param {(view: string) => Promise<unknown>} look */
async function wideAndNarrow(page, look) {
  for (const [width, colorScheme] of VIEWS) {
    await page.setViewportSize({ width, height: width > 600 ? 900 : 844 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await look(`at ${width}, ${colorScheme}`);
  }
}

test("every page is usable by assistive technology, wide and narrow, in both themes", async () => {
  const pages = {
    list: "/",
    filtered: "/?q=hech",
    room: `/room/${room}/`,
    join: `/room/${closed}/`,
    create: "/create/",
    members: `/room/${room}/members/`,
    settings: `/room/${room}/settings/`,
    account: "/account/",
    help: "/help/",
    missing: "/room/999999/",
  };
  await wideAndNarrow(ali.page, async (view) => {
    for (const [name, path] of Object.entries(pages)) {
      await ali.page.goto(path);
      await assertUsable(ali.page, `${name} ${view}`);
    }
  });
});

test("what opens in a room is usable by assistive technology, wide and narrow, in both themes", async () => {
  const { page } = ali;
  const attached = { name: "reja.txt", mimeType: "text/plain", buffer: Buffer.from("reja") };
  /** @type {[state: string, shown: string, open: () => Promise<unknown>][]} */
  const states = [
    ["menu of the room", ".room-menu .menu", () => page.click(".room-menu summary")],
    ["menu of a message", ".menu [role=menuitem]", () => ali.message(ANSWER).locator(".bubble").click({ button: "right" })],
    ["question before a delete", "dialog.ask[open]", () => ali.choose(ANSWER, "delete")],
    ["all emoji", "dialog.emoji .emoji__grid button", () => page.click("#composer .emoji-btn")],
    ["names after an @", "#mentions [role=option]", () => ali.field.pressSequentially("@")],
    ["an edit", ".replybar", () => ali.choose(ANSWER, "edit")],
    ["files to be sent", ".tray__item", () => page.locator("#composer input[type=file]").setInputFiles(attached)],
  ];
  await wideAndNarrow(page, async (view) => {
    for (const [state, shown, open] of states) {
      await page.goto(`/room/${room}/`);
      await ali.field.fill("");
      await open();
      await page.locator(shown).first().waitFor();
      await assertUsable(page, `${state} ${view}`);
      await page.keyboard.press("Escape");
    }
  });
});

test("what opens in the list, and the help, are usable by assistive technology", async () => {
  const { page } = ali;
  await page.goto("/");
  await wideAndNarrow(page, async (view) => {
    await page.click("details.me-menu summary");
    await assertUsable(page, `my menu ${view}`);
    await page.keyboard.press("Escape");
    await page.locator("#rooms li a").first().click({ button: "right" });
    await page.locator("[role=menu] [role=menuitem]").first().waitFor();
    await assertUsable(page, `menu of a room ${view}`);
    await page.keyboard.press("Escape");
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press("?");
  await page.locator("dialog.help[open]").waitFor();
  await assertUsable(page, "help");
  await page.keyboard.press("Escape");
});

test("what waits without a connection is usable by assistive technology", async () => {
  const { page } = ali;
  await page.goto(`/room/${room}/`);
  await page.locator("#room-sub .on").waitFor();
  ali.network.cut();
  await ali.write("Kutadi");
  await page.locator("#conn:not([hidden])").waitFor();
  assert.equal(await page.locator("#room-sub .on").count(), 0, "nobody says who is there");
  await page.locator(".is-pending").waitFor();
  await wideAndNarrow(page, (view) => assertUsable(page, `offline ${view}`));
  ali.network.mend();
  await vali.page.goto(`/room/${room}/`);
  await vali.sees("Kutadi");
});

test("who is not logged in, or comes to a new server, finds pages usable by assistive technology", async () => {
  const guest = await stage.seat("mehmon");
  const bare = await Server.bare();
  try {
    const setUp = /\/setup\/\S+/.exec(bare.log)?.[0] ?? "";
    await wideAndNarrow(guest.page, async (view) => {
      await guest.page.goto("/login/");
      await assertUsable(guest.page, `login ${view}`);
      await enterLogin(guest.page, "mehmon", "noto'g'ri parol");
      await guest.page.locator("[role=alert]").waitFor();
      await assertUsable(guest.page, `refused login ${view}`);
      await guest.page.goto(`${bare.url}/`);
      await assertUsable(guest.page, `server without an administrator ${view}`);
      await guest.page.goto(bare.url + setUp);
      await assertUsable(guest.page, `set-up ${view}`);
    });
  } finally {
    await bare.stop();
  }
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
