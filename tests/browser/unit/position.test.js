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
  position.caughtUp(11);
  assert.equal(position.behind, true, "12 came live but the answer ended at 11");
  position.caughtUp(12);
  assert.equal(position.behind, false);
  assert.equal(position.live(13), "next");
});

test("the first live frame of a connection is not judged", () => {
  const position = new Position(7);
  position.connected();
  position.caughtUp(9);
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
  position.caughtUp(3);
  assert.equal(position.seq, 8);
});

test("numbers that an asking brought in between live frames leave no gap", () => {
  const position = new Position(1);
  position.live(2);
  position.caughtUp(5);
  assert.equal(position.live(4), "known");
  assert.equal(position.live(6), "next");
});
