import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Lost, Refusal } from "../../../static/js/models/refusal.js";
import { Commands } from "../../../static/js/net/commands.js";
import { HttpRefusal } from "../../../static/js/net/http.js";
import { failQuickTries, pass, posted, setUp, settle } from "../support/wires.js";

const entry = { client_id: "c1", user_id: 1, room_id: 5, order: 1, text: "salom", reply_to: null, created_at: 0 };
const pending = { ...entry, state: /** @type {const} */ ("pending"), refusal: null };

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("it connects after the page's own number, and again after the last one it saw", async () => {
  const net = setUp();
  net.start();
  assert.equal(net.peer.path, "/ws/chat/5/?after=10");
  net.peer.ready();
  net.peer.says({ type: "changes", room_id: 5, from: 10, to: 12, items: [{ message_id: 3, changed_seq: 12 }] });
  net.peer.says(posted(4, 13));
  assert.deepEqual(net.heard, ["ready", [3], "chat_message"]);
  net.peer.ends(1006);
  await pass(125);
  assert.equal(net.peer.path, "/ws/chat/5/?after=13");
});

test("a jump between live frames asks for what lies between", async () => {
  const net = setUp();
  net.answers((seq) => ({ from: seq, to: 14, items: [{ message_id: 8, changed_seq: 13 }] }));
  net.start();
  net.peer.ready();
  net.peer.says(posted(4, 11));
  net.peer.says(posted(6, 14));
  await settle();
  assert.deepEqual(net.asked, [["since", 11]]);
  assert.deepEqual(net.heard, ["ready", "chat_message", "chat_message", [8]]);
});

test("what frames said of a page of history while it was under way is asked for, also when an older question is open", async () => {
  const net = setUp();
  /** @type {((answer: object) => void)[]} */
  const answers = [];
  net.answers(() => new Promise((resolve) => answers.push(resolve)));
  net.start();
  net.peer.ready();
  for (const [message, seq] of [[4, 11], [5, 12], [7, 14]]) net.peer.says(posted(Number(message), Number(seq)));
  net.connection.asOf(10);
  await settle();
  assert.deepEqual(net.asked, [["since", 12]], "one question at a time");
  answers[0]?.({ from: 12, to: 14, items: [{ message_id: 6 }] });
  await settle();
  assert.deepEqual(net.asked.at(-1), ["since", 10]);
  net.peer.says(posted(8, 15));
  answers[1]?.({ from: 10, to: 14, items: [{ message_id: 1, deleted: true }] });
  await settle();
  assert.deepEqual(net.asked.at(-1), ["since", 14]);
  answers[2]?.({ from: 14, to: 15, items: [] });
  await settle();
  net.peer.says(posted(9, 16));
  net.connection.asOf(16);
  await settle();
  assert.equal(net.asked.length, 3);
});

test("with a socket a question that was lost is asked again", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  net.peer.says(posted(4, 11));
  net.answers(() => {
    throw new Lost();
  });
  net.connection.asOf(10);
  await settle();
  net.answers((seq) => ({ from: seq, to: 11, items: [{ message_id: 3, changed_seq: 11 }] }));
  await pass(4000);
  assert.deepEqual(net.asked, [["since", 10], ["since", 10]]);
  assert.deepEqual(net.heard.at(-1), [3]);
});

test("frames about other rooms are no jump", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  net.peer.says(posted(4, 11));
  net.peer.says({ ...posted(9, 400), room_id: 6 });
  net.peer.says({ type: "room_activity", room_id: 6, seq: 401, author_id: 2, preview: "" });
  await settle();
  assert.deepEqual(net.asked, []);
});

for (const [code, why] of /** @type {const} */ ([[4401, "login"], [4400, "closed"]])) {
  test(`closed with ${code} it never comes back`, async () => {
    const net = setUp();
    net.start();
    net.peer.ready();
    net.peer.ends(code);
    await pass(120_000);
    assert.equal(net.peers.length, 1);
    assert.equal(net.heard.at(-1), `ended: ${why}`);
  });
}

test("a failed connect asks by HTTP and obeys 401", async () => {
  const net = setUp();
  net.answers(() => {
    throw new HttpRefusal(401, "", "", null);
  });
  net.start();
  net.peer.ends(1006);
  await settle();
  await pass(60_000);
  assert.equal(net.peers.length, 1);
  assert.equal(net.heard.at(-1), "ended: login");
});

for (const status of [403, 404]) {
  test(`a failed connect asks by HTTP, and after ${status} it comes back without the room`, async () => {
    const net = setUp();
    net.answers(() => {
      throw new HttpRefusal(status, "", "", null);
    });
    net.start();
    net.peer.ends(1006);
    await settle();
    assert.deepEqual(net.heard, ["gone: 5"]);
    await pass(125);
    assert.equal(net.peer.path, "/ws/");
  });
}

test("a room that is gone is told once, and the socket comes back without it", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  net.peer.says({ type: "room_gone", room_id: 5, reason: "deleted" });
  net.peer.ends(4403);
  await pass(125);
  assert.deepEqual(net.heard, ["ready", "gone: 5", "room_gone"]);
  assert.equal(net.peer.path, "/ws/");
});

test("Retry-After is waited for", async () => {
  const net = setUp();
  net.answers(() => {
    throw new HttpRefusal(503, "stopping", "", 9000);
  });
  net.start();
  net.peer.ends(1006);
  await settle();
  await pass(8999);
  assert.equal(net.peers.length, 1);
  await pass(1);
  assert.equal(net.peers.length, 2);
});

test("a wake-up tries at once", async () => {
  const net = setUp();
  await failQuickTries(net);
  const before = net.peers.length;
  net.connection.wake();
  assert.equal(net.peers.length, before + 1);
  net.connection.wake();
  assert.equal(net.peers.length, before + 1, "one try at a time");
});

test("a wake-up where only HTTP answers keeps that way open", async () => {
  const net = setUp();
  await failQuickTries(net);
  net.connection.wake();
  assert.equal(net.connection.fallback, true);
  net.peer.ends(1006);
  await settle();
  assert.equal(net.connection.fallback, true);
  net.asked.length = 0;
  await net.commands.post(pending);
  assert.equal(net.asked[0]?.[0], "post");
});

test("a wake-up keeps the pause that the server asked for", async () => {
  const net = setUp();
  net.answers(() => {
    throw new HttpRefusal(503, "stopping", "", 9000);
  });
  net.start();
  net.peer.ends(1006);
  await settle();
  net.connection.wake();
  assert.equal(net.peers.length, 1);
  await pass(8999);
  net.connection.wake();
  assert.equal(net.peers.length, 1);
  await pass(1);
  assert.equal(net.peers.length, 2);
});

test("a silent peer is asked for a sign of life and given up", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  await pass(20_000);
  assert.deepEqual(net.peer.sent, [{ type: "ping" }]);
  net.peer.says({ type: "pong" });
  await pass(20_000);
  await pass(10_000);
  assert.equal(net.connection.live, false);
  await pass(125);
  assert.equal(net.peers.length, 2);
});

test("a command is acknowledged by its client_id, refused with its code, or lost with the socket", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  const stored = net.commands.post(pending);
  assert.deepEqual(net.peer.sent.at(-1), {
    type: "chat_message",
    room_id: 5,
    client_id: "c1",
    message: "salom",
    reply_to: null,
  });
  net.peer.says({ type: "ack", client_id: "c1", message_id: 9, seq: 11 });
  assert.equal((await stored)?.message_id, 9);

  const refused = net.commands.post({ ...pending, client_id: "c2" });
  net.peer.says({ type: "error", code: "too_long", message: "uzun", client_id: "c2" });
  await assert.rejects(refused, (error) => error instanceof Refusal && error.code === "too_long");

  const lost = net.commands.post({ ...pending, client_id: "c3" });
  net.peer.ends(1006);
  await assert.rejects(lost, Lost);
});

test("before the quick tries are used up a post waits, after them it goes by HTTP under the same client_id", async () => {
  const net = setUp();
  net.start();
  net.peer.ends(1006);
  await settle();
  await assert.rejects(net.commands.post(pending), Lost);

  await failQuickTries(net);
  assert.equal(net.connection.fallback, true);
  net.asked.length = 0;
  await net.commands.post(pending);
  assert.deepEqual(net.asked, [["post", 5, "c1", "salom", null], ["since", 10]]);
});

test("what is read is told by HTTP in the fallback, and is not taken for told where there is no way", async () => {
  const net = setUp();
  net.start();
  assert.equal(net.commands.read(5, 9), false);
  await failQuickTries(net);
  assert.equal(net.commands.read(5, 9), true);
  assert.deepEqual(net.asked.at(-1), ["read", 5, 9]);
});

test("without a socket and without HTTP a post stays in the outbox", async () => {
  const net = setUp();
  net.answers(() => {
    throw new Lost();
  });
  await failQuickTries(net);
  assert.equal(net.connection.fallback, false);
  await assert.rejects(net.commands.post(pending), Lost);
});

test("while the socket does not come the page asks for changes again and again", async () => {
  const net = setUp();
  await failQuickTries(net);
  net.asked.length = 0;
  net.answers(() => ({ from: 10, to: 12, items: [{ message_id: 8, changed_seq: 12 }] }));
  await pass(4000);
  net.answers(() => ({ from: 12, to: 12, items: [] }));
  await pass(4000);
  assert.deepEqual(net.asked, [["since", 10], ["since", 12]]);
  assert.deepEqual(net.heard, [[8]]);
});

test("when HTTP answers again the socket is tried at once", async () => {
  const net = setUp();
  net.answers(() => {
    throw new Lost();
  });
  await failQuickTries(net);
  const before = net.peers.length;
  net.answers((seq) => ({ from: seq, to: seq, items: [] }));
  await pass(4000);
  assert.equal(net.peers.length, before + 1);
  net.peer.ready();
  assert.equal(net.connection.live, true);
});

test("an edit whose socket is lost is repeated by HTTP under the same client_id", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  const edited = net.commands.edit(5, 9, "yangi");
  net.peer.ends(1006);
  await edited;
  assert.deepEqual(net.asked[0], ["edit", 5, "id-1", 9, "yangi"]);
  assert.equal(net.peer.sent[0].client_id, "id-1");
});

test("a login that ended while a post went by HTTP keeps the post", async () => {
  const net = setUp();
  await failQuickTries(net);
  const http = /** @type {any} */ ({
    post: async () => {
      throw new HttpRefusal(401, "login_ended", "", null);
    },
  });
  await assert.rejects(new Commands(net.connection, http).post(pending), Lost);
  assert.equal(net.heard.at(-1), "ended: login");
});

test("too far behind, the room is loaded anew, once", async () => {
  const net = setUp();
  net.start();
  net.peer.ready(5000);
  net.peer.says({ type: "reset", room_id: 5, seq: 5000 });
  assert.deepEqual(net.heard, ["ready", "reset!"]);
});
