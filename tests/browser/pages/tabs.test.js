import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Folder } from "../support/folder.js";
import { Stage } from "../support/stage.js";

const MIB = 1024 * 1024;

/** @type {Stage} */
let stage;
/** @type {import("../support/browser.js").Person} */
let ali;
/** @type {import("../support/browser.js").Person} */
let vali;
/** @type {number} */
let room;
/** @type {Folder} */
let folder;

before(async () => {
  folder = await Folder.make();
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("Ikki oyna"));
});

after(async () => {
  await stage?.close();
  await folder?.remove();
});

const pending = (page = ali.page) => page.locator(".is-pending");

test("an upload that is cancelled in one tab is not sent by the other", async () => {
  ali.network.holdAfter(MIB);
  // More than all buffers on the way take: what is in them goes on when nobody wants it any more.
  await ali.page.locator("#composer input[type=file]").setInputFiles(await folder.file("katta.bin", 48 * MIB));
  await ali.write("Bekor bo'ladi");
  await pending().filter({ hasText: "%" }).waitFor();
  const other = await ali.context.newPage();
  await other.goto(`/room/${room}/`);
  await pending(other).locator(".upload__stop").click();
  for (const page of [other, ali.page]) await pending(page).waitFor({ state: "detached" });
  ali.network.release();
  await stage.server.arriving(0);
  await ali.write("Bekor qilindi");
  await vali.sees("Bekor qilindi");
  assert.equal(await vali.message("Bekor bo'ladi").count(), 0);
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
