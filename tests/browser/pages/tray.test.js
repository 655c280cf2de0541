import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible } from "../support/axe.js";
import { Stage } from "../support/stage.js";

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;

before(async () => {
  stage = await Stage.open("--max-file-mib", "1");
  ({ ali } = await stage.twoInRoom("Tanlangan fayllar"));
});

after(() => stage?.close());

const file = (/** @type {string} */ name, bytes = 3) => ({ name, mimeType: "text/plain", buffer: Buffer.alloc(bytes, "a") });
const choose = (/** @type {ReturnType<typeof file>[]} */ ...files) =>
  ali.page.locator("#composer input[type=file]").setInputFiles(files);
const focused = () => ali.field.evaluate((field) => field === document.activeElement);

test("the words of a refusal go when they are closed and with the next message", async () => {
  const refused = ali.page.locator(".tray__refused");
  const large = file("katta.txt", 1024 * 1024 + 1);
  await choose(large);
  await refused.filter({ hasText: "katta.txt" }).waitFor();
  await assertAccessible(ali.page);
  await refused.locator("button").click();
  await refused.waitFor({ state: "hidden" });
  assert.ok(await focused());
  await choose(large);
  await refused.waitFor();
  await ali.write("Baribir yozaman");
  await ali.sees("Baribir yozaman");
  assert.equal(await refused.isVisible(), false);
});

test("the focus goes to the field when what had it is gone", async () => {
  await choose(file("bitta.txt"));
  await ali.page.locator(".tray__drop").focus();
  await ali.page.keyboard.press("Enter");
  await ali.page.locator(".tray__item").waitFor({ state: "detached" });
  assert.ok(await focused(), "after the last file is taken away");
  ali.network.holdAfter(100);
  await choose(file("bekor.txt", 100_000));
  await ali.write("Bekor bo'ladi");
  await ali.page.locator(".upload__stop").focus();
  await ali.page.keyboard.press("Enter");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  assert.ok(await focused(), "after an upload is cancelled");
  await choose(file("boradi.txt", 100_000));
  await ali.write("Boradi");
  await ali.page.locator(".upload__stop").focus();
  ali.network.release();
  await ali.sees("Boradi");
  await ali.page.locator(".is-pending").waitFor({ state: "detached" });
  assert.ok(await focused(), "after the message took its row's place");
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
