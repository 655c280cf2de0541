import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff, QUICK_TRIES } from "../../../static/js/models/backoff.js";

test("five quick tries double their pauses, then slow ones go on for ever", () => {
  const backoff = new Backoff(() => 0);
  const pauses = Array.from({ length: 8 }, () => backoff.next());
  assert.deepEqual(pauses, [125, 250, 500, 1000, 2000, 15_000, 15_000, 15_000]);
});

test("a pause is jittered within the upper half of its length", () => {
  assert.equal(new Backoff(() => 0).next(), 125);
  assert.ok(new Backoff(() => 0.999).next() < 250);
});

test("it is slow exactly after the quick tries, and quick again after a reset", () => {
  const backoff = new Backoff(() => 0);
  for (let i = 0; i < QUICK_TRIES; i += 1) {
    assert.equal(backoff.slow, false);
    backoff.next();
  }
  assert.equal(backoff.slow, true);
  backoff.reset();
  assert.equal(backoff.slow, false);
  assert.equal(backoff.next(), 125);
});

test("it never comes back before the server asked, and still jitters", () => {
  const pause = new Backoff(() => 0.5).next(10_000);
  assert.ok(pause > 10_000);
});
