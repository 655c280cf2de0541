import assert from "node:assert/strict";
import { test } from "node:test";

import { badge, Unread, UNREAD_MAX } from "../../../static/js/models/unread.js";

/** @param {Partial<import("../../../static/js/net/protocol.js").ReadState>} [what] */
const state = (what = {}) => ({ as_of: 10, seq: 4, marks: 0, unread: 2, mentions: 0, ...what });

test("births after the count are added to it, each once, and those that it holds are not", () => {
  const unread = new Unread();
  unread.apply(5, state());
  for (const birth of [9, 10, 11, 12, 11]) unread.born(5, birth, birth === 12);
  assert.deepEqual(unread.of(5), { count: 4, mentions: 1, marked: false });
});

test("births that came before the page knew the room's count stay when it comes", () => {
  const unread = new Unread();
  for (const birth of [12, 11, 9]) unread.born(5, birth, true);
  unread.apply(5, state());
  assert.deepEqual(unread.of(5), { count: 4, mentions: 2, marked: false });
});

test("a count that is older than what is known changes nothing", () => {
  const unread = new Unread();
  unread.apply(5, state({ as_of: 12, unread: 3 }));
  assert.equal(unread.apply(5, state({ as_of: 11, seq: 9, unread: 0 })), false);
  assert.equal(unread.of(5).count, 3);
  assert.equal(unread.apply(5, state({ as_of: 12, seq: 12, unread: 0 })), true);
  assert.equal(unread.apply(5, state({ as_of: 12, unread: 3 })), false);
  assert.equal(unread.of(5).count, 0);
});

test("who left a room and came back begins anew", () => {
  const unread = new Unread();
  unread.apply(5, state({ marks: 3 }));
  assert.equal(unread.apply(5, state({ as_of: 20, seq: 20, marks: 0, unread: 0 })), true);
  assert.deepEqual(unread.of(5), { count: 0, mentions: 0, marked: false });
});

test("what is read here is not unread, before the server says so", () => {
  const unread = new Unread();
  unread.apply(5, state({ unread: 6, mentions: 1 }));
  for (const birth of [11, 12, 13]) unread.born(5, birth, false);
  unread.read(5, 8);
  assert.equal(unread.of(5).count, 5, "two of its births can be left at most, and three came after it");
  unread.read(5, 12);
  assert.deepEqual(unread.of(5), { count: 1, mentions: 0, marked: false });
  assert.equal(unread.isAhead(5), true);
  unread.apply(5, state({ as_of: 13, seq: 12, unread: 1 }));
  assert.equal(unread.isAhead(5), false);
});

test("a room is marked and unmarked at once, and the server's last word holds", () => {
  const unread = new Unread();
  unread.apply(5, state({ unread: 0 }));
  unread.mark(5, true);
  assert.equal(unread.of(5).marked, true);
  assert.equal(unread.total, 1);
  unread.marked(5);
  assert.equal(unread.of(5).marked, true, "it stays until the server's next count");
  unread.apply(5, state({ unread: 0 }));
  assert.equal(unread.of(5).marked, false, "which says that it was refused");
});

test("reading takes a mark away", () => {
  const unread = new Unread();
  unread.apply(5, state({ marks: 1 }));
  unread.read(5, 4);
  assert.equal(unread.of(5).marked, false);
  assert.equal(unread.isAhead(5), true, "which the server has to hear though the position is no other");
});

test("the total counts what is unread everywhere, a room that is only marked as one", () => {
  const unread = new Unread();
  unread.apply(5, state({ unread: 4, marks: 1 }));
  unread.apply(6, state({ unread: 0, marks: 1 }));
  unread.apply(7, state({ unread: 0 }));
  assert.equal(unread.total, 5);
  unread.forget(5);
  assert.equal(unread.total, 1);
});

test("it counts as far as the server does, in bounded memory, and the badge says so", () => {
  const unread = new Unread();
  unread.apply(5, state({ unread: 0 }));
  for (let birth = 11; birth <= 2 * UNREAD_MAX; birth += 1) unread.born(5, birth, birth === 11);
  assert.equal(unread.of(5).count, UNREAD_MAX);
  assert.equal(unread.of(5).mentions, 1);
  unread.read(5, 2 * UNREAD_MAX - 7);
  assert.equal(unread.of(5).count, 7);
  assert.equal(badge(UNREAD_MAX), "999+");
  assert.equal(badge(12), "12");
});
