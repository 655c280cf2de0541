import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryStore } from "../../../static/js/models/outbox-store.js";
import { Outbox } from "../../../static/js/models/outbox.js";
import { Lost, Refusal } from "../../../static/js/models/refusal.js";
import { Sender } from "../../../static/js/models/sender.js";

const ME = 1;

/** @param {MemoryStore} [store] */
function outbox(store = new MemoryStore(), user = ME) {
  /** @type {string[]} */
  const events = [];
  let id = 0;
  const box = new Outbox(
    store,
    user,
    (entry, event) => events.push(`${entry.text} ${event}`),
    () => `id-${user}-${(id += 1)}`,
    () => 1000,
  );
  return { box, events, store };
}

/** Lets promises that are due run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("what was not sent survives a reload, in order and under its client_id", async () => {
  const { box, store } = outbox();
  const ids = ["a", "b", "c"].map((text) => box.add(5, text, null).client_id);
  box.sent(ids[0] ?? "");
  box.failed(ids[1] ?? "", "no");
  await settle();

  const reloaded = outbox(store);
  await reloaded.box.load();
  assert.deepEqual(reloaded.box.of(5).map((entry) => [entry.text, entry.client_id, entry.state]), [
    ["b", ids[1], "failed"],
    ["c", ids[2], "pending"],
  ]);
  assert.deepEqual(reloaded.events, ["b loaded", "c loaded"]);
});

test("another person in the same browser neither sees nor sends it", async () => {
  const { box, store } = outbox();
  box.add(5, "mine", null);
  await settle();
  const other = outbox(store, 2);
  await other.box.load();
  assert.deepEqual(other.box.heads(), []);
});

test("each room has one head, a failed entry holds nobody up", () => {
  const { box } = outbox();
  const first = box.add(5, "a", null);
  box.add(5, "b", null);
  box.add(6, "c", null);
  assert.deepEqual(box.heads().map((entry) => entry.text), ["a", "c"]);
  box.failed(first.client_id, "no");
  assert.deepEqual(box.heads().map((entry) => entry.text), ["b", "c"]);
  assert.equal(box.waiting, 2);
});

test("a retried entry goes behind those that wait, a dropped one is gone, a pending one cannot be dropped", () => {
  const { box, events } = outbox();
  const first = box.add(5, "a", null);
  const second = box.add(5, "b", null);
  box.failed(first.client_id, "no");
  box.retry(first.client_id);
  assert.deepEqual(box.of(5).map((entry) => entry.text), ["b", "a"]);
  box.drop(second.client_id);
  assert.equal(box.of(5).length, 2);
  box.failed(second.client_id, "no");
  box.drop(second.client_id);
  assert.deepEqual(box.of(5).map((entry) => entry.text), ["a"]);
  assert.equal(events.at(-1), "b dropped");
});

test("the sender keeps each room's order and sends each once", async () => {
  const { box } = outbox();
  /** @type {string[]} */
  const delivered = [];
  /** @type {(() => void)[]} */
  const answers = [];
  const sender = new Sender(box, (entry) => {
    delivered.push(entry.text);
    return new Promise((resolve) => answers.push(() => resolve(undefined)));
  });
  box.add(5, "a", null);
  box.add(5, "b", null);
  box.add(6, "c", null);
  sender.kick();
  sender.kick();
  assert.deepEqual(delivered, ["a", "c"]);
  answers[0]?.();
  await settle();
  assert.deepEqual(delivered, ["a", "c", "b"]);
  answers[2]?.();
  answers[1]?.();
  await settle();
  assert.equal(box.waiting, 0);
});

test("a refusal for good fails the message and lets the next go", async () => {
  const { box } = outbox();
  const sender = new Sender(box, async (entry) => {
    if (entry.text === "a") throw new Refusal("too_long", "Juda uzun");
  });
  box.add(5, "a", null);
  box.add(5, "b", null);
  sender.kick();
  await settle();
  assert.deepEqual(box.of(5).map((entry) => [entry.text, entry.state, entry.refusal]), [["a", "failed", "Juda uzun"]]);
});

test("a passing refusal is tried again after the pause that the server asked for, under the same client_id", async () => {
  const { box } = outbox();
  /** @type {[() => void, number][]} */
  const timers = [];
  /** @type {string[]} */
  const tried = [];
  const sender = new Sender(
    box,
    async (entry) => {
      tried.push(entry.client_id);
      if (tried.length === 1) throw new Refusal("rate_limited", "", 700);
    },
    (run, ms) => timers.push([run, ms]),
  );
  box.add(5, "a", null);
  sender.kick();
  await settle();
  sender.kick();
  assert.equal(tried.length, 1, "it waits for the pause");
  assert.equal(timers[0]?.[1], 700);
  timers[0]?.[0]();
  await settle();
  assert.equal(tried[0], tried[1]);
  assert.equal(box.waiting, 0);
});

test("a lost connection leaves the message waiting for the next kick", async () => {
  const { box } = outbox();
  let way = false;
  const sender = new Sender(box, async () => {
    if (!way) throw new Lost();
  });
  box.add(5, "a", null);
  sender.kick();
  await settle();
  assert.equal(box.waiting, 1);
  way = true;
  sender.kick();
  await settle();
  assert.equal(box.waiting, 0);
});
