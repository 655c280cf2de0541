import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Stage } from "../support/stage.js";

/** @typedef {import("../support/browser.js").Person} Person */

/** @type {Stage} */
let stage;
/** @type {Person} */
let ali;
/** @type {Person} */
let vali;
/** @type {number} */
let room;
/** What came to Vali by a socket. */
let frames = 0;
/** Where Vali's page posted to. @type {string[]} */
const posted = [];

before(async () => {
  stage = await Stage.open();
  ({ ali, vali, room } = await stage.twoInRoom("WebSocketsiz"));
  vali.network.refuseWebSockets();
  const address = vali.page.url();
  // The page before may just have got a socket: it goes first, and then what comes is counted.
  await vali.page.goto("about:blank");
  vali.page.on("websocket", (socket) => socket.on("framereceived", () => (frames += 1)));
  vali.page.on("request", (request) => {
    if (request.method() === "POST") posted.push(new URL(request.url()).pathname);
  });
  await vali.page.goto(address);
});

after(() => stage?.close());

test("where WebSocket is blocked a message goes by HTTP and the other side sees it live", async () => {
  await vali.write("HTTP orqali");
  await ali.sees("HTTP orqali");
  await vali.sees("HTTP orqali");
  await vali.page.locator(".is-pending").waitFor({ state: "detached" });
});

test("the page without a socket still gets what others write, edit and delete", async () => {
  await ali.write("Eshityapsanmi?");
  await vali.sees("Eshityapsanmi?");
  await ali.choose("Eshityapsanmi?", "edit");
  await ali.write("Eshitdingmi?");
  await vali.sees("Eshitdingmi?");
  await vali.seesNoMore("Eshityapsanmi?");
  await ali.choose("Eshitdingmi?", "delete");
  await ali.page.click("dialog.ask button[value=all]");
  await vali.seesNoMore("Eshitdingmi?");
});

test("without a socket one edits and deletes all the same", async () => {
  await vali.choose("HTTP orqali", "edit");
  await vali.write("HTTP orqali tahrir");
  await ali.sees("HTTP orqali tahrir");
  await vali.sees("HTTP orqali tahrir");
  await vali.choose("HTTP orqali tahrir", "delete");
  await vali.page.click("dialog.ask button[value=all]");
  await ali.seesNoMore("HTTP orqali tahrir");
  await vali.seesNoMore("HTTP orqali tahrir");
  assert.deepEqual(await vali.texts(), []);
});

test("an upload that is stored cannot be cancelled any more, though its bubble does not come yet", async () => {
  await vali.page.route("**/messages/**", (route) => route.abort());
  await vali.page.locator("#composer input[type=file]").setInputFiles({
    name: "keladi.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("keladi"),
  });
  await vali.write("Saqlangan");
  await ali.sees("Saqlangan");
  await vali.page.locator(".is-pending:not(:has(.upload__stop))").waitFor();
  await vali.page.unroute("**/messages/**");
  await vali.sees("Saqlangan");
  await vali.page.locator(".is-pending").waitFor({ state: "detached" });
});

test("without a socket the list gets rooms, and what is unread in them", async () => {
  const other = await ali.createRoom("Boshqa xona");
  const joined = await vali.context.request.post(`/room/${other}/join/`, { headers: { Origin: vali.url } });
  assert.ok(joined.ok(), String(joined.status()));
  const count = vali.page.locator(`#rooms li[data-room-id="${other}"] .count`);
  for (const unread of ["1", "2"]) {
    await ali.seed(other, 1);
    await count.filter({ hasText: unread }).waitFor();
  }
});

test("all of it went by HTTP, also what was read", () => {
  assert.ok(vali.network.refused > 0);
  assert.equal(frames, 0);
  assert.ok(posted.includes(`/room/${room}/`), posted.join(" "));
  assert.ok(posted.includes(`/room/${room}/read/`), posted.join(" "));
});

test("nothing went wrong in the pages meanwhile", () => stage.leave());
