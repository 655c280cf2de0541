import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { Stage } from "../support/stage.js";

/** What is posted while the server goes down twice. */
const POSTS = 60;
/** Twenty a second, in milliseconds. */
const POST_EVERY_MS = 50;

/** Half seconds in which the quick tries are long over, though each needs a while to fail. */
const TRIES_STEPS = 600;
const STEP_MS = 500;
/** How far ahead the page's clock is stopped: before it is there the order has come, and no answer is overdue, in milliseconds. */
const STOPS_MS = 8_000;
/** How long a short interruption is not worth a word, in milliseconds. */
const QUIET_MS = 2_000;

/** @typedef {import("../support/browser.js").Person} Person */

/** @type {Stage} */
let stage;
/** @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** @type {number} */
let room;

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Uzilishlar"));
});

after(() => stage?.close());

/** Posts by HTTP until it is stored, as often as that takes, under one id. @param {string} content */
async function post(content) {
  const form = { content, client_id: randomUUID() };
  const headers = { Accept: "application/json", Origin: stage.server.url };
  for (;;) {
    const answer = await vali.context.request.post(`/room/${room}/`, { form, headers }).catch(() => null);
    if (answer?.ok()) return;
    await pause(POST_EVERY_MS);
  }
}

test("while the server is killed twice under load the page misses nothing and doubles nothing", async () => {
  await ali.page.evaluate(() => Reflect.set(globalThis, "marked", true));
  /** @type {Promise<void>[]} */
  const posts = [];
  /** @type {string[]} */
  const mine = [];
  for (let n = 1; n <= POSTS; n += 1) {
    posts.push(post(`Vali ${n}`));
    if (n % 6 === 0) {
      mine.push(`Ali ${n}`);
      await ali.write(`Ali ${n}`);
    }
    if (n === POSTS / 3 || n === (POSTS * 2) / 3) {
      await stage.server.kill();
      posts.push(stage.server.serve());
    }
    await pause(POST_EVERY_MS);
  }
  await Promise.all(posts);
  await post("Tamom");
  for (const text of [...mine, "Tamom"]) await ali.sees(text);
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  const stored = await vali.stored(room);
  assert.equal(stored.length, POSTS + mine.length + 1);
  assert.deepEqual(stored.filter((text) => text?.startsWith("Ali")), mine);
  // What came last may be there before what was missed.
  await ali.page.waitForFunction((count) => document.querySelectorAll("article.msg[data-text]").length >= count, stored.length);
  assert.deepEqual(await ali.texts(), stored);
  assert.ok(await ali.page.evaluate(() => Reflect.get(globalThis, "marked")), "nobody loaded the page anew");
});

test("a page that was frozen while its network changed is right when it wakes up", async () => {
  const tab = await ali.context.newCDPSession(ali.page);
  await tab.send("Page.setWebLifecycleState", { state: "frozen" });
  ali.network.cut();
  await vali.write("Muzlaganda 1");
  await vali.write("Muzlaganda 2");
  await vali.sees("Muzlaganda 2");
  ali.network.mend();
  await tab.send("Page.setWebLifecycleState", { state: "active" });
  await tab.detach();
  await ali.sees("Muzlaganda 1");
  await ali.sees("Muzlaganda 2");
});

test("a connection that is silently dead is found out after a sleep, and what was written meanwhile goes once", async () => {
  await ali.page.clock.install();
  await ali.page.goto(`/room/${room}/`);
  await ali.page.locator("#room-sub .on").waitFor();
  ali.network.mute();
  await vali.write("Uyqudagiga");
  await ali.write("Uyqudan oldin");
  await vali.sees("Uyqudan oldin");
  await ali.field.fill("yarim gap");
  await ali.page.clock.fastForward("02:00:00");
  await ali.sees("Uyqudagiga");
  await ali.sees("Uyqudan oldin");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  assert.equal((await vali.stored(room)).filter((text) => text === "Uyqudan oldin").length, 1);
  assert.equal(await ali.field.inputValue(), "yarim gap");
});

test("the bar says so after two seconds, offers a try after five, and the try is made at once", async () => {
  const bar = ali.page.locator("#conn");
  const button = bar.locator("button");
  // What was seen last may have come by HTTP: a message goes when the socket is there again.
  await ali.write("Ulandi");
  await vali.sees("Ulandi");
  // The clock of the page stands still but for these steps.
  await ali.page.clock.pauseAt((await ali.page.evaluate(() => Date.now())) + STOPS_MS);
  ali.network.cut();
  await ali.write("Kutadi");
  let quiet = 0;
  for (; quiet < TRIES_STEPS * STEP_MS && !(await bar.isVisible()); quiet += STEP_MS) await ali.page.clock.runFor(STEP_MS);
  assert.ok(quiet >= QUIET_MS, `${quiet} ms`);
  assert.match((await bar.textContent()) ?? "", /Ulanmoqda…/);
  assert.equal(await button.isVisible(), false);
  for (let step = 0; step < TRIES_STEPS && !(await button.isVisible()); step += 1) await ali.page.clock.runFor(STEP_MS);
  assert.equal(await button.textContent(), "Qayta ulanish");
  await ali.shoot("reconnect");
  await ali.page.clock.resume();
  ali.network.mend();
  await button.click();
  await bar.waitFor({ state: "hidden" });
  await vali.sees("Kutadi");
  await ali.sees("Kutadi");
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
