import assert from "node:assert/strict";
import { test } from "node:test";

import { Counts } from "../../../static/js/models/counts.js";
import { Clock } from "../support/clock.js";

const [ME, ALI] = [1, 2];

function setUp() {
  const clock = new Clock();
  /** When the server was asked, in milliseconds. @type {number[]} */
  const asked = [];
  /** @param {number} [as_of] */
  const state = (as_of = 10) => ({ as_of, seq: 4, marks: 0, unread: 2, mentions: 0 });
  const counts = new Counts({
    me: ME,
    ask: () => {
      asked.push(clock.now);
      return Promise.resolve(state(99));
    },
    tell() {},
    changed() {},
    later: (run, ms) => clock.later(run, ms),
    random: () => 0.5,
  });
  counts.apply(5, state());
  /** @param {object} what */
  const told = (what) => {
    const nothing = { births: [], named: [], members: 10_000, as_of: 20 };
    counts.frame(/** @type {any} */ ({ type: "room_activity", room_id: 5, ...nothing, ...what }));
  };
  return { clock, asked, counts, told, state };
}

test("what was born after the server counted and is erased is counted no more, and nobody is asked", async () => {
  const { clock, asked, counts, told } = setUp();
  told({ births: [[11, ALI], [12, ALI]], named: [[12, ME]] });
  told({ erased: [12, 13] });
  await clock.pass(100_000);
  assert.deepEqual([counts.of(5), asked], [{ count: 3, mentions: 0, marked: false }, []]);
});

test("what the server may have counted and is erased is asked for, in a large room some time later", async () => {
  const { clock, asked, told } = setUp();
  told({ erased: [4] });
  await clock.pass(100_000);
  assert.deepEqual(asked, [], "I have read it");
  told({ erased: [7] });
  await clock.pass(200_000);
  assert.deepEqual(asked, [100_000 + 300 + 25_000]);
});

test("a count that comes late and may hold what is erased is asked for anew", async () => {
  const { clock, asked, counts, told, state } = setUp();
  told({ births: [[11, ALI]] });
  told({ erased: [11] });
  counts.apply(5, state(11));
  await clock.pass(100_000);
  assert.equal(asked.length, 1);
  counts.apply(5, state(100));
  await clock.pass(200_000);
  assert.equal(asked.length, 1);
});

test("a message that names others than before concerns these alone, and they do not wait", async () => {
  const { clock, asked, told } = setUp();
  told({ recounted: [[7, ALI], [4, ME]] });
  await clock.pass(100_000);
  assert.deepEqual(asked, []);
  told({ recount: 9, as_of: 30 });
  told({ recounted: [[7, ME]], as_of: 31 });
  await clock.pass(200_000);
  assert.deepEqual(asked, [100_000 + 450], "the one question is for both");
});
