import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts, DRAFTS_MAX } from "../../../static/js/models/drafts.js";

/** A storage as browsers have it. @param {number} [room] characters that it takes */
function storage(room = Infinity) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const used = () => [...kept].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return /** @type {Storage} */ ({
    get length() {
      return kept.size;
    },
    key: (n) => [...kept.keys()][n] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (used() - (kept.get(key)?.length ?? -key.length) + value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  });
}

const reply = { id: 7, author: "Vali", text: "Salom", colour: "c2" };

/** @param {Storage} shared @param {Storage} [own] */
function drafts(shared, own = storage(), user = 1) {
  let now = 0;
  return new Drafts(
    user,
    () => shared,
    () => own,
    () => (now += 1),
  );
}

test("a draft with what it answers is there for the next page and for nobody else", () => {
  const shared = storage();
  drafts(shared).keep(5, { text: "  yarim gap ", reply });
  assert.deepEqual(drafts(shared).of(5), { text: "  yarim gap ", reply });
  assert.deepEqual(drafts(shared).of(6), { text: "", reply: null });
  assert.deepEqual(drafts(shared, storage(), 2).of(5), { text: "", reply: null });
});

test("nothing typed and nothing answered is no draft", () => {
  const shared = storage();
  const mine = drafts(shared);
  mine.keep(5, { text: "a", reply: null });
  mine.keep(5, { text: " \n", reply: null });
  assert.equal(shared.length, 0);
});

test("an edit is its tab's, and leaves the draft as it was", () => {
  const shared = storage();
  const tab = drafts(shared);
  tab.keep(5, { text: "qoralama", reply: null });
  tab.keepEdit(5, { text: "tuzatilgan", target: reply });
  assert.deepEqual(tab.editOf(5), { text: "tuzatilgan", target: reply });
  assert.equal(tab.of(5).text, "qoralama");
  assert.equal(drafts(shared).editOf(5), null);
});

test("who listens is told of every change and of those of other tabs", () => {
  const mine = drafts(storage());
  /** @type {[number, boolean][]} */
  const told = [];
  mine.addEventListener("changed", (event) => {
    const { room, elsewhere } = /** @type {import("../../../static/js/models/drafts.js").DraftChanged} */ (event);
    told.push([room, elsewhere]);
  });
  mine.keep(5, { text: "a", reply: null });
  mine.changedElsewhere("draft:1:6");
  for (const key of ["draft:2:6", "edit:1:6", "theme", null]) mine.changedElsewhere(key);
  mine.forget(5);
  assert.deepEqual(told, [[5, false], [6, true], [5, false]]);
  assert.equal(mine.of(5).text, "");
});

test("the oldest drafts go when there are too many", () => {
  const shared = storage();
  const mine = drafts(shared);
  for (let room = 1; room <= DRAFTS_MAX + 5; room += 1) mine.keep(room, { text: `r${room}`, reply: null });
  assert.equal(shared.length, DRAFTS_MAX);
  assert.equal(mine.of(5).text, "");
  assert.equal(mine.of(6).text, "r6");
});

test("a full storage loses older drafts and never the one that is typed", () => {
  const mine = drafts(storage(400));
  for (let room = 1; room <= 10; room += 1) mine.keep(room, { text: "x".repeat(60), reply: null });
  mine.keep(11, { text: "y".repeat(200), reply: null });
  assert.equal(mine.of(11).text.length, 200);
  assert.equal(mine.of(1).text, "");
});

test("without a storage, or with one that somebody else wrote to, drafts live as long as the page", () => {
  const refused = () => {
    throw new DOMException("denied", "SecurityError");
  };
  const alone = new Drafts(1, refused, refused);
  alone.keep(5, { text: "a", reply });
  assert.deepEqual(alone.of(5), { text: "a", reply });
  const shared = storage();
  for (const odd of ["yarim", "[]", "7", '{"text":7,"reply":{"id":"x"}}', "{"]) {
    shared.setItem("draft:1:5", odd);
    assert.deepEqual(drafts(shared).of(5), { text: "", reply: null }, odd);
  }
});
