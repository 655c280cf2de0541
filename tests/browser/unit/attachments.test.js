import assert from "node:assert/strict";
import { test } from "node:test";

import { Attachments } from "../../../static/js/models/attachments.js";

const file = (/** @type {string} */ name, size = 1) => new File(["x".repeat(size)], name);
const names = (/** @type {Attachments} */ chosen) => chosen.files.map(({ name }) => name).join("");

test("what fits is taken in order, the rest is named with its reason", () => {
  const chosen = new Attachments(10, 3);
  assert.deepEqual(chosen.add([file("a"), file("b", 11), file("c", 10)]).map((one) => [one.file.name, one.why]), [["b", "large"]]);
  assert.deepEqual(chosen.add([file("d", 0), file("e"), file("f", 11)]).map((one) => [one.file.name, one.why]), [
    ["e", "many"],
    ["f", "large"],
  ]);
  assert.deepEqual([names(chosen), chosen.bytes], ["acd", 11]);
});

test("a file takes another place, and stays at the ends", () => {
  const chosen = new Attachments(10, 10);
  const [a, b, c] = [file("a"), file("b"), file("c")];
  chosen.add([a, b, c]);
  for (const [moved, to, order] of /** @type {const} */ ([
    [a, 2, "bca"],
    [a, 0, "abc"],
    [c, -1, "cab"],
    [c, 9, "abc"],
    [b, 1, "abc"],
  ])) {
    chosen.move(moved, to);
    assert.equal(names(chosen), order);
  }
  chosen.remove(b);
  chosen.move(b, 0);
  assert.equal(names(chosen), "ac");
});

test("what is taken for sending is not there any more", () => {
  const chosen = new Attachments(10, 10);
  chosen.add([file("a"), file("b")]);
  assert.equal(chosen.take().length, 2);
  assert.deepEqual([chosen.files.length, chosen.bytes], [0, 0]);
});
