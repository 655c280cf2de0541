import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { LAUNCH, launch, Person } from "../support/browser.js";
import { PASSWORD, Server } from "../support/server.js";

/** @type {Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  server = await Server.start();
  await server.addUser("ali", "Ali Karimov");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a login survives closing the browser and a restart of the server", async () => {
  const profile = await mkdtemp(join(tmpdir(), "livechat-profile-"));
  try {
    const options = { ...LAUNCH, baseURL: server.url };
    const first = await chromium.launchPersistentContext(profile, options);
    const page = await first.newPage();
    await page.goto("/login/");
    await page.fill("input[name=username]", "ali");
    await page.fill("input[name=password]", PASSWORD);
    await page.click("form:has(input[name=password]) button[type=submit]");
    await page.waitForURL((url) => url.pathname === "/");
    await first.close();
    await server.halt();
    await server.serve();

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
  const ali = await Person.sitDown(browser, server, "ali");
  await ali.page.goto("/login/");
  await ali.page.fill("input[name=username]", "ali");
  await ali.page.fill("input[name=password]", "noto'g'ri parol");
  await ali.page.click("button[data-show-password]");
  assert.equal(await ali.page.getAttribute("input[name=password]", "type"), "text");
  await ali.page.click("form:has(input[name=password]) button[type=submit]");
  await ali.page.locator("[role=alert]").waitFor();
  assert.equal(await ali.page.inputValue("input[name=username]"), "ali");
  await ali.shoot("login-error");
  await ali.leave();
});

test("who logs out in one tab is sent to the login page in the other, and back to the room after it", async () => {
  const ali = await Person.sitDown(browser, server, "ali");
  await ali.logIn();
  const room = await ali.createRoom("Ikki oyna");
  const other = await ali.context.newPage();
  await other.goto("/");
  await other.locator("details.me-menu summary").click();
  await other.click('form[action="/logout/"] button');
  await ali.page.waitForURL((url) => url.pathname === "/login/");
  await ali.page.fill("input[name=username]", "ali");
  await ali.page.fill("input[name=password]", PASSWORD);
  await ali.page.click("form:has(input[name=password]) button[type=submit]");
  await ali.page.waitForURL((url) => url.pathname === `/room/${room}/`);
  await ali.leave();
});
