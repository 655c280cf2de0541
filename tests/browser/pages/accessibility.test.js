import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible } from "../support/axe.js";
import { launch, Person } from "../support/browser.js";
import { Server } from "../support/server.js";

const THEMES = /** @type {const} */ (["light", "dark"]);
const WIDTHS = [1440, 390];

/** @type {Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Person} */
let ali;
/** @type {Record<string, string>} */
let pages;

before(async () => {
  server = await Server.start();
  await server.addUser("ali", "Ali Karimov");
  await server.addUser("vali", "Vali Soliyev");
  browser = await launch();
  ali = await Person.sitDown(browser, server, "ali");
  const vali = await Person.sitDown(browser, server, "vali");
  await ali.logIn();
  const room = await ali.createRoom("Dars jadvali va uy vazifalari muhokamasi (3-kurs)");
  await vali.logIn();
  await vali.joinRoom(room);
  await vali.write("Assalomu alaykum, @ali! **Jadval** qayerda? https://example.org/jadval `kod`");
  await ali.page.locator("article .mention--me").waitFor();
  await ali.choose(await firstText(ali), "reply");
  await ali.write("Раҳмат, ҳозир юбораман 🙏");
  await vali.sees("Раҳмат, ҳозир юбораман 🙏");
  await vali.write("🎉");
  await ali.sees("🎉");
  await vali.leave();
  pages = {
    list: "/",
    room: `/room/${room}/`,
    create: "/create/",
    members: `/room/${room}/members/`,
    settings: `/room/${room}/settings/`,
    account: "/account/",
  };
});

after(async () => {
  await ali?.leave();
  await browser?.close();
  await server?.stop();
});

/** @param {Person} who */
async function firstText(who) {
  return (await who.texts())[0] ?? "";
}

test("every page is usable by assistive technology, wide and narrow, light and dark", async () => {
  for (const colorScheme of THEMES) {
    await ali.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await ali.page.setViewportSize({ width, height: width > 600 ? 900 : 844 });
      for (const [name, path] of Object.entries(pages)) {
        await ali.page.goto(path);
        await ali.shoot(`${name}-${width}-${colorScheme}`);
        await assertAccessible(ali.page);
        const overflow = await ali.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name} at ${width}: ${overflow} px sideways`);
      }
    }
  }
});

test("the menu and the question of a message are usable by assistive technology", async () => {
  await ali.page.goto(pages["room"] ?? "");
  await ali.choose("Раҳмат, ҳозир юбораман 🙏", "delete");
  await ali.page.locator("dialog.ask").waitFor();
  await assertAccessible(ali.page);
  await ali.page.keyboard.press("Escape");
  await ali.message("Раҳмат, ҳозир юбораман 🙏").locator(".bubble").click({ button: "right" });
  await ali.page.locator(".menu [role=menuitem]").first().waitFor();
  await assertAccessible(ali.page);
});

test("the login page is usable by assistive technology", async () => {
  const guest = await Person.sitDown(browser, server, "mehmon");
  for (const colorScheme of THEMES) {
    await guest.page.emulateMedia({ colorScheme });
    await guest.page.goto("/login/");
    await guest.shoot(`login-1024-${colorScheme}`);
    await assertAccessible(guest.page);
  }
  await guest.leave();
});
