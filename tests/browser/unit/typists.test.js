import assert from "node:assert/strict";
import { test } from "node:test";

import { OwnTyping, TYPING_MS, Typists } from "../../../static/js/models/typists.js";

test("a sign of typing lasts six seconds", () => {
  const typists = new Typists();
  typists.sign("ali", true, 1000);
  assert.deepEqual(typists.names(1000 + TYPING_MS - 1), ["ali"]);
  assert.equal(typists.expiresIn(2000), TYPING_MS - 1000);
  assert.deepEqual(typists.names(1000 + TYPING_MS), []);
  assert.equal(typists.expiresIn(9000), null);
});

test("a new sign prolongs, the end of typing ends", () => {
  const typists = new Typists();
  typists.sign("ali", true, 0);
  typists.sign("vali", true, 1);
  typists.sign("ali", true, 5000);
  assert.deepEqual(typists.names(7000), ["ali"]);
  typists.sign("ali", false, 7000);
  assert.deepEqual(typists.names(7000), []);
});

test("my own typing is told at once, then at most every three seconds, and its end once", () => {
  const own = new OwnTyping();
  assert.equal(own.change(true, 0), true);
  assert.equal(own.change(true, 2999), null);
  assert.equal(own.change(true, 3000), true);
  assert.equal(own.change(false, 3100), false);
  assert.equal(own.change(false, 3200), null);
});

test("a message that went out ends my typing without a word", () => {
  const own = new OwnTyping();
  own.change(true, 0);
  own.sent();
  assert.equal(own.change(false, 10), null);
  assert.equal(own.change(true, 20), true);
});
