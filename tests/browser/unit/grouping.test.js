import assert from "node:assert/strict";
import { test } from "node:test";

import { GROUP_MS, together } from "../../../static/js/models/grouping.js";

const first = { author: "7", at: 1_000_000, day: "2026-03-12", system: false };

test("one author within five minutes of one day stands together", () => {
  assert.ok(together(first, { ...first, at: first.at + GROUP_MS }));
});

test("another author, a longer pause, another day, a system message stand apart", () => {
  assert.ok(!together(first, { ...first, author: "8" }));
  assert.ok(!together(first, { ...first, at: first.at + GROUP_MS + 1 }));
  assert.ok(!together(first, { ...first, day: "2026-03-13" }));
  assert.ok(!together(first, { ...first, system: true }));
  assert.ok(!together({ ...first, system: true }, first));
  assert.ok(!together(null, first));
  assert.ok(!together(first, null));
});
