import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { png } from "../support/samples.js";
import { Stage } from "../support/stage.js";

/** Rooms, and how often Ali goes from one to another. */
const ROOMS = 3;
const SWITCHES = 30;

/** @typedef {import("../support/browser.js").Person} Person */

/** @type {Stage} */
let stage;
/** @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** @type {number[]} */
const rooms = [];
/** How many sockets Ali's page opened. */
let sockets = 0;

const name = (/** @type {number} */ at) => `Xona ${"ABC"[at]}`;
const item = (/** @type {number} */ at, who = ali) => who.page.locator(`#rooms li[data-room-id="${rooms[at]}"] > a`);
/** The room is in view and can be written to. @param {number} at */
const shown = (at, who = ali) => who.page.locator(`#room[data-room-id="${rooms[at]}"] #composer`).waitFor();
const titled = (/** @type {string} */ title) =>
  ali.page.waitForFunction((wanted) => document.title.replace(/^\(.*?\) /, "") === wanted, title);
/** A link in the page, as one in a message. @param {string} href */
const link = (href) => ({
  click: () =>
    ali.page.evaluate((to) => {
      const made = Object.assign(document.createElement("a"), { href: to });
      document.querySelector("#list")?.append(made);
      made.click();
      made.remove();
    }, href),
});
const marked = () => ali.page.evaluate(() => Reflect.get(globalThis, "marked") === true);

before(async () => {
  stage = await Stage.open();
  [ali, vali] = [await stage.seat("ali"), await stage.seat("vali")];
  await ali.logIn();
  for (let at = 0; at < ROOMS; at += 1) rooms.push(await ali.createRoom(name(at)));
  await vali.logIn();
  for (const room of rooms) await vali.joinRoom(room);
  ali.page.on("websocket", () => (sockets += 1));
  await ali.page.goto("/");
  await ali.page.evaluate(() => Reflect.set(globalThis, "marked", true));
});

after(() => stage?.close());

test("a room opens from the list, and Back and Forward lead between them, without a new page or socket", async () => {
  await item(0).click();
  await shown(0);
  await titled(name(0));
  assert.equal(new URL(ali.page.url()).pathname, `/room/${rooms[0]}/`);
  assert.equal(await item(0).getAttribute("aria-current"), "page");
  // One can write at once.
  await ali.page.locator("#composer textarea:focus").waitFor();
  await item(1).click();
  await shown(1);
  await ali.page.goBack();
  await shown(0);
  await ali.page.goBack();
  await ali.page.locator("section#room .empty").waitFor();
  await titled("Live Chat");
  await ali.page.locator("#rooms [aria-current]").waitFor({ state: "detached" });
  await ali.page.goForward();
  await shown(0);
  await ali.page.goForward();
  await shown(1);
  await titled(name(1));
  assert.ok(await marked());
  assert.equal(sockets, 1);
});

test("what others write comes live into the room that was switched to, and only there", async () => {
  await item(2).click();
  await shown(2);
  await vali.page.goto(`/room/${rooms[2]}/`);
  await vali.write("Uchinchi xonada");
  await ali.sees("Uchinchi xonada");
  await item(1).click();
  await shown(1);
  await vali.write("Yana uchinchida");
  await item(2).locator(".room-item__last", { hasText: "Yana uchinchida" }).waitFor();
  assert.deepEqual(await ali.texts(), []);
});

test("with quick switches while both write nothing is lost, nothing is doubled, and each thing is in its room", async () => {
  await vali.page.goto(`/room/${rooms[0]}/`);
  const wrote = rooms.map(() => /** @type {string[]} */ ([]));
  for (let n = 0; n < SWITCHES; n += 1) {
    const at = n % ROOMS;
    await item(at).click();
    if (n % 4 === 0) {
      await shown(at);
      await ali.write(`Ali ${n}`);
      wrote[at]?.push(`Ali ${n}`);
    }
    if (n % 2 === 0) {
      await vali.write(`Vali ${n}`);
      wrote[0]?.push(`Vali ${n}`);
    }
  }
  for (const at of rooms.keys()) {
    await item(at).click();
    await shown(at);
    for (const text of wrote[at] ?? []) await ali.sees(text);
    await ali.page.locator(".is-pending").waitFor({ state: "detached" });
    const texts = (await ali.texts()).filter((text) => /^(Ali|Vali) \d/.test(text ?? ""));
    assert.deepEqual([...texts].sort(), [...(wrote[at] ?? [])].sort());
  }
  assert.ok(await marked());
  assert.equal(sockets, 1);
});

test("a draft and chosen files wait in their room", async () => {
  await item(0).click();
  await shown(0);
  await ali.field.fill("yarim gap");
  const file = { name: "reja.txt", mimeType: "text/plain", buffer: Buffer.from("reja") };
  await ali.page.locator("#composer input[type=file]").setInputFiles(file);
  await ali.page.locator(".tray__item").waitFor();
  await item(1).click();
  await shown(1);
  assert.equal(await ali.field.inputValue(), "");
  assert.equal(await ali.page.locator(".tray__item").count(), 0);
  await item(0).click();
  await shown(0);
  await ali.page.waitForFunction(() => document.querySelector("textarea")?.value === "yarim gap");
  await ali.page.locator(".tray__name", { hasText: "reja.txt" }).waitFor();
  await ali.page.locator(".tray__drop").click();
  await ali.field.fill("");
});

test("what waits to be sent is seen again when its room is opened again, and goes", async () => {
  await item(0).click();
  await shown(0);
  ali.network.cut();
  await ali.write("Uzilganda yozilgan");
  await ali.page.locator(".is-pending").waitFor();
  await item(1).click();
  await ali.page.locator("#room .empty button").waitFor();
  await ali.shoot("switch-offline");
  ali.network.mend();
  await shown(1);
  await item(0).click();
  await shown(0);
  await ali.sees("Uzilganda yozilgan");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  assert.ok(await marked());
});

test("a room that is slow to come stands there by its name at once, and keeps what is typed meanwhile", async () => {
  await item(1).click();
  await shown(1);
  await ali.page.locator("#composer textarea:focus").waitFor();
  const go = await ali.holdBack("**/?pane=1");
  // Whoever is quick has begun to write, and not into the room that is left.
  await item(2).click();
  await ali.page.keyboard.type("sho");
  await ali.page.locator(".waiting").waitFor();
  await ali.page.locator(".room-head__name", { hasText: name(2) }).waitFor();
  await titled(name(2));
  await ali.shoot("switch-waiting");
  await ali.page.keyboard.type("shib");
  go();
  await shown(2);
  await ali.page.waitForFunction(() => {
    const field = document.querySelector("#composer textarea");
    return field instanceof HTMLTextAreaElement && field.value === "shoshib";
  });
  await ali.page.unroute("**/?pane=1");
  await ali.page.keyboard.type(" yozdi");
  await item(1).click();
  await shown(1);
  assert.equal(await ali.field.inputValue(), "");
  await item(2).click();
  await shown(2);
  assert.equal(await ali.field.inputValue(), "shoshib yozdi");
  await ali.field.fill("");
});

test("a link to a message opens its room there", async () => {
  await link(`/room/${rooms[0]}/?around=1#m1`).click();
  await shown(0);
  assert.equal(new URL(ali.page.url()).search, "?around=1");
  assert.ok(await marked());
});

test("where there is no pane the browser follows the link", async () => {
  await vali.page.goto("/create/");
  await vali.page.fill("input[name=room_name]", "Valining xonasi");
  await vali.page.click("form:has(input[name=room_name]) button[type=submit]");
  await vali.field.waitFor();
  const place = new URL(vali.page.url()).pathname;
  await item(0).click();
  await shown(0);
  await ali.page.goto("/");
  await ali.page.locator(`.room__scroll a[href="${place}"]`).click();
  await ali.page.locator("#join").waitFor();
});

test("a room that is not there for me leads back to the list, and a login that ended to the login and back here", async () => {
  await ali.page.goto(`/room/${rooms[0]}/`);
  // Before the scripts are there it is the browser that follows a link.
  await ali.page.locator("#room-sub .on").waitFor();
  await link("/room/999/").click();
  await ali.page.locator(".toast-note").waitFor();
  await ali.page.locator("section#room .empty").waitFor();
  assert.equal(new URL(ali.page.url()).pathname, "/");
  const cookies = await ali.context.cookies();
  await ali.context.clearCookies();
  await item(1).click();
  await ali.page.waitForURL((url) => url.pathname === "/login/");
  assert.equal(new URL(ali.page.url()).searchParams.get("next"), `/room/${rooms[1]}/`);
  await ali.context.addCookies(cookies);
});

test("what lies over the room goes with it, and Back leads to the room before all the same", async () => {
  await ali.postFiles(rooms[0] ?? 0, "Rasm", { "rasm.png": png(300, 200) });
  await ali.page.goto(`/room/${rooms[1]}/`);
  await item(0).click();
  await ali.page.locator(".media__item").click();
  await ali.page.locator(".pswp__item[aria-hidden=false] .pswp__img").first().waitFor();
  await item(2).evaluate((one) => one instanceof HTMLElement && one.click());
  await shown(2);
  await ali.page.locator(".pswp").waitFor({ state: "detached" });
  await ali.page.goBack();
  await shown(0);
  await ali.page.goBack();
  await shown(1);
});

test("a hundred switches leave nothing behind", async () => {
  await ali.page.goto(`/room/${rooms[0]}/`);
  const client = await ali.context.newCDPSession(ali.page);
  await client.send("Performance.enable");
  const metrics = async () => {
    await client.send("HeapProfiler.collectGarbage");
    const { metrics: all } = await client.send("Performance.getMetrics");
    const of = (/** @type {string} */ wanted) => all.find(({ name: one }) => one === wanted)?.value ?? 0;
    return { nodes: of("Nodes"), listeners: of("JSEventListeners") };
  };
  const turn = (/** @type {number} */ times) =>
    ali.page.evaluate(
      async ([first, second, count]) => {
        for (let n = 0; n < (count ?? 0); n += 1) {
          const room = n % 2 ? first : second;
          const place = document.querySelector(`#rooms li[data-room-id="${room}"] > a`);
          if (place instanceof HTMLElement) place.click();
          while (!document.querySelector(`#room[data-room-id="${room}"] #composer`)) await new Promise(requestAnimationFrame);
        }
      },
      [rooms[0], rooms[2], times],
    );
  await turn(10);
  const earlier = await metrics();
  await turn(100);
  const later = await metrics();
  const grown = `${JSON.stringify(earlier)} → ${JSON.stringify(later)}`;
  assert.ok(later.listeners - earlier.listeners < 50, grown);
  assert.ok(later.nodes - earlier.nodes < 500, grown);
});

test("on a phone the list and a room take turns, each where it was left", async () => {
  const phone = await stage.seat("ali", { viewport: { width: 390, height: 500 }, hasTouch: true, isMobile: true });
  await phone.logIn();
  for (let n = 1; n <= 12; n += 1) {
    const headers = { Accept: "application/json", Origin: phone.url };
    const made = await phone.context.request.post("/create/", { form: { room_name: `Suhbat ${n}` }, headers });
    assert.equal(made.status(), 201);
  }
  await phone.page.goto("/");
  await item(0, phone).tap();
  await shown(0, phone);
  await phone.page.locator("#list").waitFor({ state: "hidden" });
  await phone.page.locator("h1:focus", { hasText: name(0) }).waitFor();
  const go = await phone.holdBack("**/?pane=1");
  await phone.page.goBack();
  await phone.page.locator("#list").waitFor();
  await phone.page.locator("#room").waitFor({ state: "hidden" });
  // It is in view, far down the list, which waits for nobody.
  const goesOn = () =>
    phone.page.waitForFunction((room) => {
      const one = document.querySelector(`#rooms li[data-room-id="${room}"] > a`);
      return one !== null && one === document.activeElement && one.getBoundingClientRect().top < 500;
    }, rooms[0]);
  await goesOn();
  go();
  await phone.page.locator("section#room .empty").waitFor({ state: "attached" });
  await goesOn();
  await phone.page.unroute("**/?pane=1");
  await item(0, phone).tap();
  await shown(0, phone);
  await phone.page.locator(".back").tap();
  await phone.page.locator("#list").waitFor();
  await phone.shoot("switch-phone-list");
});

test("a room that is deleted while it is in view leaves the list behind, and a word", async () => {
  await vali.page.goto(`/room/${rooms[1]}/`);
  await ali.page.goto(`/room/${rooms[0]}/`);
  await item(1).click();
  await shown(1);
  await ali.page.evaluate(() => Reflect.set(globalThis, "marked", true));
  // The word goes by itself: it is looked for on both sides at once.
  const told = [ali, vali].map((who) => who.page.locator(".toast-note").waitFor());
  const gone = await ali.context.request.post(`/delete-room/${rooms[1]}/`, {
    form: { confirm: "1" },
    headers: { Accept: "application/json", Origin: ali.url },
  });
  assert.ok(gone.ok(), String(gone.status()));
  await Promise.all(told);
  for (const who of [ali, vali]) {
    await who.page.locator("section#room .empty").waitFor();
    await item(1, who).waitFor({ state: "detached" });
    assert.equal(new URL(who.page.url()).pathname, "/");
  }
  assert.ok(await marked());
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
