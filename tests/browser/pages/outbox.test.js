import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { enterLogin, Person, Profile } from "../support/browser.js";
import { draftKept, outboxKept } from "../support/kept.js";
import { Stage } from "../support/stage.js";

/** @type {Stage} */
let stage;
/** @type {Profile} */
let profile;
/** Sits before a browser that can be killed. @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** Their rooms. @type {number[]} */
const rooms = [];

before(async () => {
  stage = await Stage.open();
  profile = await Profile.make();
  ali = await Person.atHome(profile.path, stage.server, "ali");
  vali = await stage.seat("vali");
  await ali.logIn();
  for (const name of ["Birinchi xona", "Ikkinchi xona"]) rooms.push(await ali.createRoom(name));
  await vali.logIn();
  for (const room of rooms) await vali.joinRoom(room);
});

after(async () => {
  await ali?.leave();
  await stage?.close();
  await profile?.remove();
});

/** @param {number} at */
const stored = (at) => vali.stored(rooms[at] ?? 0);
const address = (/** @type {number} */ at) => `/room/${rooms[at]}/`;
const pending = (page = ali.page) => page.locator(".is-pending");

/** Goes to a room, through the login page if the browser forgot the login. @param {number} at */
async function comeBack(at) {
  await ali.page.goto(address(at));
  if (new URL(ali.page.url()).pathname === "/login/") await enterLogin(ali.page, "ali");
  await ali.field.waitFor();
  await ali.started();
}

test("what waited in two rooms when the browser was killed is sent by the next one: all, in order, each once", async () => {
  await ali.page.goto(address(0));
  const other = await ali.context.newPage();
  await other.goto(address(1));
  await other.locator("#composer textarea").waitFor();
  ali.network.cut();
  const texts = ["bir", "ikki", "uch", "to'rt", "besh"];
  for (const text of texts) {
    await ali.write(text);
    await other.locator("#composer textarea").fill(`${text}, ikkinchi xonada`);
    await other.keyboard.press("Enter");
  }
  for (const page of [ali.page, other]) {
    await pending(page).nth(texts.length - 1).waitFor();
    assert.equal(await pending(page).locator(".meta .visually-hidden").first().textContent(), "Navbatda");
  }
  await ali.field.fill("yuborilmagan");
  await draftKept(ali.page, "yuborilmagan");
  await outboxKept(ali.page, ...texts.flatMap((text) => [text, `${text}, ikkinchi xonada`]));
  await profile.kill(ali);

  ali = await Person.atHome(profile.path, stage.server, "ali");
  await comeBack(0);
  // A draft, too.
  await ali.page.waitForFunction(() => {
    const field = document.querySelector("#composer textarea");
    return field instanceof HTMLTextAreaElement && field.value === "yuborilmagan";
  });
  await ali.field.fill("");
  await vali.page.goto(address(1));
  await vali.sees("besh, ikkinchi xonada");
  await ali.sees("besh");
  await pending().waitFor({ state: "detached" });
  await ali.page.reload();
  assert.deepEqual(await ali.texts(), texts);
  assert.deepEqual(await vali.texts(), texts.map((text) => `${text}, ikkinchi xonada`));
  assert.deepEqual([await stored(0), await stored(1)], [await ali.texts(), await vali.texts()]);
});

test("what a closed tab left is sent by the one that stays", async () => {
  const other = await ali.context.newPage();
  await other.goto(address(0));
  await other.locator("#composer textarea").waitFor();
  ali.network.cut();
  await other.locator("#composer textarea").fill("yopilgan oynadan");
  await other.keyboard.press("Enter");
  await pending(other).waitFor();
  await outboxKept(ali.page, "yopilgan oynadan");
  await other.close();
  ali.network.mend();
  await ali.sees("yopilgan oynadan");
  assert.equal((await stored(0)).at(-1), "yopilgan oynadan");
});

test("who has to log in again in the middle goes on where it stopped", async () => {
  ali.network.cut();
  await ali.write("login tugaganda");
  await ali.field.fill("yarim gap");
  await pending().waitFor();
  const inList = ali.page.locator("#rooms [aria-current] .room-item__draft");
  await inList.filter({ hasText: "Siz: login tugaganda" }).waitFor();
  const cookies = (await ali.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  await fetch(new URL("/logout/", stage.server.url), {
    method: "POST",
    headers: { Cookie: cookies, Origin: stage.server.url },
    redirect: "manual",
  });
  ali.network.mend();
  await ali.page.waitForURL((url) => url.pathname === "/login/");
  await enterLogin(ali.page, "ali");
  await ali.sees("login tugaganda");
  await pending().waitFor({ state: "detached" });
  await inList.waitFor({ state: "detached" });
  assert.equal(await ali.field.inputValue(), "yarim gap");
  assert.equal((await stored(0)).filter((text) => text === "login tugaganda").length, 1);
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
