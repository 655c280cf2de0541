import assert from "node:assert/strict";
import { test } from "node:test";

import { Span } from "../../../static/js/models/span.js";

/** @param {Span} span @param {import("../../../static/js/models/span.js").Side} side */
function begun(span, side) {
  const load = span.begin(side);
  assert.ok(load);
  return load;
}

test("only messages of the loaded part are held", () => {
  const span = new Span(50, 99, true, true);
  assert.ok(span.holds(50) && span.holds(99));
  assert.ok(!span.holds(49) && !span.holds(100));
  assert.ok(!span.atEnd);
});

test("at the end everything newer is held, at the start everything older", () => {
  assert.ok(new Span(50, 99, true, false).holds(120));
  assert.ok(new Span(50, 99, false, true).holds(3));
  assert.ok(new Span(null, null, false, false).holds(1));
});

test("a side is asked for once at a time, beside the edge, until there is no more", () => {
  const span = new Span(50, 99, true, false);
  assert.equal(span.begin("newer"), null);
  const first = begun(span, "older");
  assert.equal(first.edge, 50);
  assert.equal(span.begin("older"), null);
  span.failed(first);
  const second = begun(span, "older");
  assert.equal(second.edge, 50);
  span.loaded(second, [10, 11, 49], true);
  const third = begun(span, "older");
  assert.equal(third.edge, 10);
  span.loaded(third, [], false);
  assert.equal(span.begin("older"), null);
  assert.ok(span.holds(1));
});

test("a page that was asked for beside another part makes no hole in this one", () => {
  const span = new Span(50, 99, true, true);
  const stale = begun(span, "older");
  span.replace([500, 550], true, false);
  assert.equal(span.loaded(stale, [1, 49], false), false);
  assert.ok(!span.holds(49) && !span.holds(499));
  const fresh = begun(span, "older");
  assert.equal(fresh.edge, 500);
  span.failed(stale);
  assert.equal(span.begin("older"), null, "the fresh one is still under way");
  assert.equal(span.loaded(fresh, [450], true), true);
  assert.ok(span.holds(450));
});

test("an empty room takes its first message", () => {
  const span = new Span(null, null, false, false);
  span.grow(4);
  assert.ok(span.holds(5));
  assert.equal(span.begin("older"), null);
});

test("what is let go of is held no more, may be loaded again, and its page under way comes too late", () => {
  const span = new Span(50, 99, true, false);
  const late = begun(span, "older");
  span.cut("older", 70);
  assert.ok(!span.holds(69) && span.holds(70) && span.holds(120));
  assert.equal(span.loaded(late, [10, 49], true), false);
  assert.equal(begun(span, "older").edge, 70);
  span.cut("newer", 80);
  assert.ok(!span.atEnd && !span.holds(81));
  assert.equal(begun(span, "newer").edge, 80);
});
