import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { HttpRefusal } from "../../../static/js/net/http.js";
import { pass, posted, setUp, settle } from "../support/wires.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** The frames that brought a room into view, without the ids by which they are refused. @param {ReturnType<typeof setUp>} net */
const viewed = (net) => net.peer.sent.filter(({ type }) => type === "view").map(({ room_id: room, after }) => [room, after]);

test("another room comes into view on the same socket, and after a loss the next one begins with it", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  net.connection.view(6, 30);
  assert.deepEqual(viewed(net), [[6, 30]]);
  net.peer.ready(30, 6);
  net.peer.says({ ...posted(9, 31), room_id: 6 });
  net.peer.ends(1006);
  await pass(125);
  assert.equal(net.peers.length, 2);
  assert.equal(net.peer.path, "/ws/chat/6/?after=31");
  net.peer.ready(31, 6);
  net.connection.view(null, 0);
  assert.deepEqual(viewed(net), [[null, undefined]]);
});

test("who goes on to another room while the socket opens gets that one", () => {
  const net = setUp();
  net.start();
  net.connection.view(6, 30);
  net.peer.ready(10, 5);
  assert.deepEqual(viewed(net), [[6, 30]]);
  net.peer.ready(30, 6);
  assert.deepEqual(viewed(net), [[6, 30]], "it is told once");
});

test("what the server says before the room is in view is heard when it is, and not twice", async () => {
  const net = setUp();
  net.connection.start(5, 10);
  net.peer.ready();
  net.peer.says(posted(4, 11));
  assert.deepEqual([net.heard, net.connection.live], [[], false]);
  net.connection.view(5, 10);
  assert.deepEqual([net.heard, net.connection.live], [["ready", "chat_message"], true]);
  net.peer.says(posted(5, 12));
  assert.deepEqual(net.heard.slice(2), ["chat_message"]);
  assert.deepEqual(viewed(net), [], "the socket began with it");
});

test("a socket that is lost before the room is in view leaves nothing to hear, and what HTTP says meanwhile stays", async () => {
  const net = setUp();
  net.answers((seq) => ({ from: seq, to: 12, items: [{ message_id: 3, changed_seq: 12 }] }));
  net.connection.start(5, 10);
  net.peer.ready();
  net.peer.ends(1006);
  await settle();
  net.connection.view(5, 10);
  assert.deepEqual([net.heard, net.connection.live], [[[3]], false]);
});

test("what was said of the room before and comes late moves nothing", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  net.connection.view(6, 30);
  net.connection.view(7, 40);
  net.peer.says(posted(4, 17));
  net.peer.says({ type: "changes", room_id: 5, from: 10, to: 12, items: [{ message_id: 3, changed_seq: 12 }] });
  net.peer.says({ type: "reset", room_id: 6, seq: 99 });
  net.peer.ready(30, 6);
  net.peer.says({ ...posted(5, 35), room_id: 6 });
  net.peer.ready(40, 7);
  net.peer.says({ ...posted(6, 41), room_id: 7 });
  await settle();
  assert.deepEqual(net.asked, []);
  assert.deepEqual(net.heard, ["ready", "chat_message", "ready", "chat_message", "ready", "chat_message"]);
});

test("back in a room, what its pane shows already does not come again, and nothing between is missed", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  net.connection.view(6, 30);
  net.connection.view(5, 12);
  net.heard.length = 0;
  net.peer.says(posted(4, 11));
  net.peer.says({ type: "changes", room_id: 5, from: 10, to: 12, items: [{ message_id: 4, changed_seq: 12 }] });
  assert.deepEqual(net.heard, [], "it may be deleted by now");
  net.answers((seq) => ({ from: seq, to: 14, items: [{ message_id: 7, changed_seq: 13 }] }));
  net.peer.says(posted(8, 14));
  await settle();
  assert.deepEqual(net.asked, [["since", 12]], "13 is still to come");
  assert.deepEqual(net.heard, ["chat_message", [7]]);
});

test("an answer by HTTP that comes when another room is in view says nothing of it", async () => {
  const net = setUp();
  /** @type {(answer: object) => void} */
  let answer = () => {};
  net.answers(() => new Promise((resolve) => (answer = resolve)));
  net.start();
  net.peer.ready();
  net.peer.says(posted(4, 11));
  net.peer.says(posted(6, 14));
  await settle();
  net.connection.view(6, 30);
  answer({ reset: { seq: 5000 } });
  await settle();
  assert.deepEqual(net.heard, ["ready", "chat_message", "chat_message"]);
  net.answers(() => {
    throw new HttpRefusal(404, "", "", null);
  });
  const late = net.connection.catchUp();
  net.connection.view(7, 40);
  await late;
  assert.equal(net.heard.includes("gone: 7"), false);
});

test("a room that cannot be viewed is gone, one that is busy is asked for again", async () => {
  const net = setUp();
  net.start();
  net.peer.ready();
  net.connection.view(6, 30);
  const refuse = (/** @type {string} */ code) =>
    net.peer.says({ type: "error", code, message: "", client_id: net.peer.sent.at(-1).client_id });
  refuse("busy");
  await pass(1000);
  assert.deepEqual(viewed(net), [[6, 30], [6, 30]]);
  refuse("not_found");
  assert.equal(net.heard.includes("gone: 6"), true);
});
