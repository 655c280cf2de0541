import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible } from "../support/axe.js";
import { Stage } from "../support/stage.js";

const THEMES = /** @type {const} */ (["light", "dark"]);
const WIDTHS = [1440, 390];
const GREETING = "Assalomu alaykum, @ali! **Jadval** qayerda? https://example.org/jadval `kod`";
const ANSWER = "Раҳмат, ҳозир юбораман 🙏";

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;
/** @type {Record<string, string>} */
let pages;

before(async () => {
  stage = await Stage.open();
  const two = await stage.twoInRoom("Dars jadvali va uy vazifalari muhokamasi (3-kurs)");
  const { vali, room } = two;
  ali = two.ali;
  await vali.write(GREETING);
  await ali.page.locator("article .mention--me").waitFor();
  await ali.choose(GREETING, "reply");
  await ali.write(ANSWER);
  await vali.sees(ANSWER);
  await vali.write("🎉");
  await ali.sees("🎉");
  pages = {
    list: "/",
    room: `/room/${room}/`,
    create: "/create/",
    members: `/room/${room}/members/`,
    settings: `/room/${room}/settings/`,
    account: "/account/",
  };
});

after(() => stage?.close());

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
  await ali.choose(ANSWER, "delete");
  await ali.page.locator("dialog.ask").waitFor();
  await assertAccessible(ali.page);
  await ali.page.keyboard.press("Escape");
  await ali.message(ANSWER).locator(".bubble").click({ button: "right" });
  await ali.page.locator(".menu [role=menuitem]").first().waitFor();
  await assertAccessible(ali.page);
});

test("the login page is usable by assistive technology", async () => {
  const guest = await stage.seat("mehmon");
  for (const colorScheme of THEMES) {
    await guest.page.emulateMedia({ colorScheme });
    await guest.page.goto("/login/");
    await guest.shoot(`login-1024-${colorScheme}`);
    await assertAccessible(guest.page);
  }
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
