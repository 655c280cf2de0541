import assert from "node:assert/strict";
import { test } from "node:test";

import { badge, Unread, UNREAD_MAX } from "../../../static/js/models/unread.js";

const ME = 1;
const OTHER = 2;

test("others' messages count, mine do not", () => {
  const unread = new Unread(ME);
  unread.set(5, 2, 0, 10);
  unread.arrived(5, 11, OTHER);
  unread.arrived(5, 12, ME);
  assert.equal(unread.of(5).count, 3);
});

test("messages that are told together count each, but for mine", () => {
  const unread = new Unread(ME);
  unread.burst(5, 14, [OTHER, ME, 3, OTHER], []);
  assert.equal(unread.of(5).count, 3);
});

test("of messages that are told together those that were counted already do not count again", () => {
  const unread = new Unread(ME);
  unread.set(5, 0, 0, 13);
  unread.burst(5, 14, [OTHER, OTHER, OTHER], []);
  assert.equal(unread.of(5).count, 1);
});

test("an edit that names me adds a mention and no message", () => {
  const unread = new Unread(ME);
  unread.set(5, 2, 0, 13);
  unread.burst(5, 13, [], [ME]);
  assert.deepEqual(unread.of(5), { count: 2, mentions: 1, seq: 13 });
});

test("a message counts once however often it is told", () => {
  const unread = new Unread(ME);
  unread.burst(5, 11, [OTHER], [ME]);
  unread.burst(5, 11, [OTHER], [ME]);
  assert.deepEqual(unread.of(5), { count: 1, mentions: 1, seq: 11 });
});

test("reading elsewhere sets what the server counted", () => {
  const unread = new Unread(ME);
  unread.set(5, 40, 3, 90);
  unread.set(6, 2, 0, 9);
  unread.read(5, 60, 12, 1);
  assert.equal(unread.of(5).count, 12);
  assert.equal(unread.total, 14);
  unread.read(5, 90);
  unread.forget(6);
  assert.equal(unread.total, 0);
});

test("it counts as far as the server does, and the badge says so", () => {
  const unread = new Unread(ME);
  unread.set(5, UNREAD_MAX, 0, 1);
  unread.arrived(5, 2, OTHER);
  assert.equal(unread.of(5).count, UNREAD_MAX);
  assert.equal(badge(UNREAD_MAX), "999+");
  assert.equal(badge(12), "12");
});
