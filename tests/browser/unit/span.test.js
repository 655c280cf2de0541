import assert from "node:assert/strict";
import { test } from "node:test";

import { Span } from "../../../static/js/models/span.js";

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
  assert.equal(span.begin("older"), 50);
  assert.equal(span.begin("older"), null);
  span.failed("older");
  assert.equal(span.begin("older"), 50);
  span.loaded("older", [10, 11, 49], true);
  assert.equal(span.begin("older"), 10);
  span.loaded("older", [], false);
  assert.equal(span.begin("older"), null);
  assert.ok(span.holds(1));
});

test("an empty room takes its first message", () => {
  const span = new Span(null, null, false, false);
  span.grow(4);
  assert.ok(span.holds(5));
  assert.equal(span.begin("older"), null);
});
