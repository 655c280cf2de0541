import assert from "node:assert/strict";
import { test } from "node:test";

import { Recounts } from "../../../static/js/models/recounts.js";
import { Clock } from "../support/clock.js";

function setUp() {
  const clock = new Clock();
  /** @type {{ room: number, answer: (there: boolean) => void, fail: (error: Error) => void }[]} */
  const asked = [];
  /** @type {Record<number, number>} */
  const known = {};
  const recounts = new Recounts(
    (room) => new Promise((answer, fail) => asked.push({ room, answer, fail })),
    (room) => known[room] ?? 0,
    (run, ms) => clock.later(run, ms),
    () => 0,
  );
  return { clock, asked, known, recounts, rooms: () => asked.map(({ room }) => room) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("reasons that come together share one question a room", async () => {
  const { clock, recounts, rooms } = setUp();
  for (const room of [5, 6, 5]) recounts.want(room, null);
  recounts.want(5, 9);
  assert.deepEqual(rooms(), [], "not at once");
  void clock.pass(1_000);
  await settled();
  assert.deepEqual(rooms(), [5, 6]);
});

test("what became known meanwhile is not asked", async () => {
  const { clock, known, recounts, rooms } = setUp();
  recounts.want(5, 9);
  known[5] = 9;
  recounts.want(5, 8);
  void clock.pass(1_000);
  await settled();
  assert.deepEqual(rooms(), []);
});

test("a reason that comes while a question is on its way is asked after it", async () => {
  const { clock, asked, recounts, rooms } = setUp();
  recounts.want(5, null);
  void clock.pass(1_000);
  await settled();
  recounts.want(5, null);
  void clock.pass(10_000);
  await settled();
  assert.deepEqual(rooms(), [5], "one at a time");
  asked[0]?.answer(true);
  await settled();
  void clock.pass(20_000);
  await settled();
  assert.deepEqual(rooms(), [5, 5]);
  asked[1]?.answer(true);
  await settled();
  void clock.pass(90_000);
  await settled();
  assert.deepEqual(rooms(), [5, 5]);
});

test("a question without an answer is asked again, ever later, until the room is gone", async () => {
  const { clock, asked, recounts, rooms } = setUp();
  recounts.want(5, null);
  /** @type {number[]} */
  const times = [];
  for (let n = 0; n < 8; n += 1) {
    while (asked.length === n) {
      void clock.pass(clock.now + 100);
      await settled();
      assert.ok(clock.now < 600_000, "it is asked again");
    }
    times.push(clock.now);
    asked[n]?.fail(new Error("lost"));
    await settled();
  }
  const pauses = times.slice(1).map((at, n) => Math.round((at - Number(times[n])) / 1000));
  assert.deepEqual(pauses, [2, 4, 8, 16, 32, 60, 60]);
  void clock.pass(clock.now + 60_000);
  await settled();
  asked.at(-1)?.answer(false);
  await settled();
  const count = rooms().length;
  void clock.pass(clock.now + 600_000);
  await settled();
  assert.equal(rooms().length, count);
});
