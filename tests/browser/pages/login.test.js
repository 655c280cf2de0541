import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { enterLogin, LAUNCH } from "../support/browser.js";
import { Stage } from "../support/stage.js";

/** @type {Stage} */
let stage;

before(async () => {
  stage = await Stage.open();
});

after(() => stage?.close());

test("a login survives closing the browser and a restart of the server", async () => {
  const profile = await mkdtemp(join(tmpdir(), "livechat-profile-"));
  try {
    const options = { ...LAUNCH, baseURL: stage.server.url };
    const first = await chromium.launchPersistentContext(profile, options);
    const page = await first.newPage();
    await page.goto("/login/");
    await enterLogin(page, "ali");
    await page.waitForURL((url) => url.pathname === "/");
    await first.close();
    await stage.server.halt();
    await stage.server.serve();

    const second = await chromium.launchPersistentContext(profile, options);
    const again = await second.newPage();
    await again.goto("/");
    assert.equal(new URL(again.url()).pathname, "/");
    await again.locator('#app[data-username="ali"]').waitFor();
    await second.close();
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

test("a wrong password says so, keeps the name, and the eye shows what was typed", async () => {
  const ali = await stage.seat("ali");
  const { page } = ali;
  await page.goto("/login/");
  await page.fill("input[name=password]", "noto'g'ri parol");
  await page.click("button[data-show-password]");
  assert.equal(await page.getAttribute("input[name=password]", "type"), "text");
  await enterLogin(page, "ali", "noto'g'ri parol");
  await page.locator("[role=alert]").waitFor();
  assert.equal(await page.inputValue("input[name=username]"), "ali");
  await ali.shoot("login-error");
});

test("who logs out in one tab is sent to the login page in the other, and back to the room after it", async () => {
  const ali = await stage.seat("ali");
  await ali.logIn();
  const room = await ali.createRoom("Ikki oyna");
  const other = await ali.context.newPage();
  await other.goto("/");
  await other.locator("details.me-menu summary").click();
  await other.click('form[action="/logout/"] button');
  await ali.page.waitForURL((url) => url.pathname === "/login/");
  await enterLogin(ali.page, "ali");
  await ali.page.waitForURL((url) => url.pathname === `/room/${room}/`);
});

test("who logs out is not sent back to that room at the next login", async () => {
  const vali = await stage.seat("vali");
  await vali.logIn();
  const room = await vali.createRoom("Chiqib ketdim");
  // The page before may just have got a socket: it goes first.
  await vali.page.goto("about:blank");
  const socket = vali.page.waitForEvent("websocket");
  await vali.page.goto(`/room/${room}/`);
  const closed = (await socket).waitForEvent("close");
  // The page hears of the end of its session before the answer that leads it away.
  await vali.page.route("**/logout/", async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    await closed;
    await route.fulfill({ response: answer });
  });
  await vali.page.locator("details.me-menu summary").click();
  await vali.page.click('form[action="/logout/"] button');
  await vali.page.locator("#login").waitFor();
  assert.equal(vali.page.url(), `${stage.server.url}/login/`);
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
