import assert from "node:assert/strict";
import { test } from "node:test";

import { Position } from "../../../static/js/models/position.js";

test("live frames in a row move the position", () => {
  const position = new Position(7);
  position.connected();
  assert.equal(position.live(8), "next");
  assert.equal(position.live(9), "next");
  assert.equal(position.seq, 9);
});

test("a jump between live frames is a gap until it is caught up", () => {
  const position = new Position(7);
  position.connected();
  position.live(8);
  assert.equal(position.live(11), "gap");
  assert.equal(position.seq, 8, "what lies between is asked for from here");
  assert.equal(position.live(12), "gap");
  position.caughtUp(8, 11);
  assert.equal(position.behind, true, "12 came live but the answer ended at 11");
  position.caughtUp(11, 12);
  assert.equal(position.behind, false);
  assert.equal(position.live(13), "next");
});

test("the first live frame of a connection is not judged", () => {
  const position = new Position(7);
  position.connected();
  position.caughtUp(7, 9);
  assert.equal(position.live(12), "next");
  position.connected();
  assert.equal(position.live(20), "next");
  assert.equal(position.seq, 20);
});

test("what is known already moves nothing", () => {
  const position = new Position(7);
  assert.equal(position.live(7), "known");
  assert.equal(position.live(8), "next");
  assert.equal(position.live(8), "known");
  position.caughtUp(1, 3);
  assert.equal(position.seq, 8);
});

test("numbers that an asking brought in between live frames leave no gap", () => {
  const position = new Position(1);
  position.live(2);
  position.caughtUp(2, 5);
  assert.equal(position.live(4), "known");
  assert.equal(position.live(6), "next");
});

test("a part that came late takes the position back until what it missed is there", () => {
  const position = new Position(7);
  position.connected();
  for (const seq of [8, 9, 10]) position.live(seq);
  assert.equal(position.asOf(10), false);
  assert.equal(position.asOf(8), true);
  assert.equal(position.seq, 8);
  assert.equal(position.live(11), "gap");
  position.caughtUp(10, 11);
  assert.deepEqual([position.seq, position.behind], [8, true], "an answer to an earlier question leaves a gap");
  position.caughtUp(8, 11);
  assert.deepEqual([position.seq, position.behind], [11, false]);
});
