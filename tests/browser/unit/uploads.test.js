import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff } from "../../../static/js/models/backoff.js";
import { MemoryStore } from "../../../static/js/models/outbox-store.js";
import { Outbox } from "../../../static/js/models/outbox.js";
import { Lost, Refusal } from "../../../static/js/models/refusal.js";
import { Sender } from "../../../static/js/models/sender.js";
import { AT_ONCE, sentOfEach, Uploads } from "../../../static/js/models/uploads.js";

/** @typedef {import("../../../static/js/models/outbox.js").Entry} Entry */

const ROOM = 5;

/** Lets promises that are due run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const attached = () => ({ files: [new File(["abc"], "a.txt")], as_files: false });

/** A queue whose deliveries the test ends, over a store that another tab may share. */
function queue(store = new MemoryStore(), tab = "a", locks = new Map()) {
  /** @type {{ text: string, again: boolean, aborted: () => boolean, done: () => void, fail: (error: Error) => void }[]} */
  const sent = [];
  /** @type {{ run: () => void, ms: number }[]} */
  const pauses = [];
  /** @type {string[]} */
  const events = [];
  let id = 0;
  const outbox = new Outbox(
    store,
    1,
    (entry, event) => events.push(`${entry.text} ${event}`),
    () => `${tab}-${(id += 1)}`,
    () => 1000,
  );
  const uploads = new Uploads(outbox, {
    deliver: (entry, signal, again) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Lost()));
        sent.push({ text: entry.text, again, aborted: () => signal.aborted, done: () => resolve(null), fail: reject });
      }),
    alone: (name, _, run, waits) => {
      if (locks.has(name)) waits();
      const turn = (locks.get(name) ?? Promise.resolve()).then(run);
      const over = turn.catch(() => {}).then(() => locks.get(name) === over && locks.delete(name));
      locks.set(name, over);
      return turn;
    },
    later: (run, ms) => pauses.push({ run, ms }),
    backoff: () => new Backoff(() => 0),
  });
  const add = (/** @type {string} */ text) => uploads.add(ROOM, text, null, attached());
  return { outbox, uploads, sent, pauses, events, add, store, locks };
}

test("two go at once, the oldest first, the others wait", async () => {
  const { add, sent } = queue();
  for (const text of ["1", "2", "3", "4"]) add(text);
  await settle();
  assert.deepEqual(sent.map(({ text }) => text), ["1", "2"]);
  assert.equal(AT_ONCE, 2);
  sent[1]?.done();
  await settle();
  assert.deepEqual(sent.map(({ text }) => text), ["1", "2", "3"]);
});

test("a text is not held up by uploads, and its sender leaves them alone", async () => {
  const { add, outbox } = queue();
  add("file");
  outbox.add(ROOM, "text", null);
  /** @type {string[]} */
  const delivered = [];
  new Sender(outbox, async (entry) => delivered.push(entry.text)).kick();
  await settle();
  assert.deepEqual(delivered, ["text"]);
});

test("a loss is tried again under the same client_id, sooner when a way opens", async () => {
  const { add, sent, pauses, uploads, outbox } = queue();
  add("1");
  await settle();
  sent[0]?.fail(new Lost());
  await settle();
  assert.deepEqual([sent.length, pauses.length, sent[0]?.again], [1, 1, false]);
  uploads.kick();
  await settle();
  assert.equal(sent.length, 1, "its pause is not over");
  uploads.wake();
  await settle();
  assert.deepEqual([sent.length, sent[1]?.again], [2, true], "it may have been stored by the first try");
  pauses[0]?.run();
  await settle();
  assert.equal(sent.length, 2, "the pause of the first try begins nothing");
  sent[1]?.done();
  await settle();
  assert.equal(outbox.waiting, 0);
});

test("pauses grow, and the server may ask for a longer one, which nothing cuts short", async () => {
  const { add, sent, pauses, uploads } = queue();
  add("1");
  for (const error of [new Lost(), new Lost(), new Refusal("busy", "", 9_000)]) {
    await settle();
    sent.at(-1)?.fail(error);
    await settle();
    if (error instanceof Lost) pauses.at(-1)?.run();
  }
  assert.deepEqual(pauses.map(({ ms }) => ms), [125, 250, 9_000]);
  uploads.wake();
  await settle();
  assert.equal(sent.length, 3);
  pauses.at(-1)?.run();
  await settle();
  assert.equal(sent.length, 4);
});

test("one in a pause gives its place to the next", async () => {
  const { add, sent } = queue();
  for (const text of ["1", "2", "3"]) add(text);
  await settle();
  sent[0]?.fail(new Refusal("rate_limited", "", 1_000));
  await settle();
  assert.deepEqual(sent.map(({ text }) => text), ["1", "2", "3"]);
});

test("a refusal for good keeps the server's words until it is retried or cancelled", async () => {
  const { add, sent, outbox, uploads, events } = queue();
  add("1");
  await settle();
  sent[0]?.fail(new Refusal("too_large", "Juda katta"));
  await settle();
  const [entry] = outbox.of(ROOM);
  assert.deepEqual([entry?.state, entry?.refusal], ["failed", "Juda katta"]);
  outbox.retry(entry?.client_id ?? "");
  uploads.kick();
  await settle();
  assert.deepEqual(sent.map(({ again }) => again), [false, true]);
  uploads.cancel(entry?.client_id ?? "");
  await settle();
  assert.deepEqual(outbox.of(ROOM), []);
  assert.equal(events.at(-1), "1 dropped");
});

test("one that is cancelled stops, is not tried again, and lets the next one go", async () => {
  const { add, sent, uploads, outbox, pauses } = queue();
  for (const text of ["1", "2", "3"]) add(text);
  await settle();
  uploads.cancel(outbox.uploads()[0]?.client_id ?? "");
  await settle();
  assert.equal(sent[0]?.aborted(), true);
  assert.deepEqual([sent.length, pauses.length], [3, 0]);
});

test("files for a room that is mine no more are forgotten, whoever says so", async () => {
  const { add, sent, outbox, uploads, store } = queue();
  for (const text of ["1", "2", "3"]) add(text);
  outbox.add(ROOM, "text", null);
  uploads.add(6, "elsewhere", null, attached());
  await settle();
  sent[0]?.fail(new Refusal("too_large", "Juda katta"));
  await settle();
  sent[1]?.fail(new Refusal("not_found", "Topilmadi"));
  await settle();
  assert.deepEqual(outbox.of(ROOM).map(({ text }) => text), ["text"]);
  assert.deepEqual(outbox.of(6).map(({ text }) => text), ["elsewhere"]);
  uploads.gone(6);
  await settle();
  assert.deepEqual([outbox.waiting, (await store.all(1)).length], [1, 1]);
});

test("one that the room shows already stops: it is stored", async () => {
  const { add, sent, uploads, outbox, events } = queue();
  add("1");
  await settle();
  uploads.arrived("somebody-else");
  assert.equal(sent[0]?.aborted(), false);
  uploads.arrived(outbox.uploads()[0]?.client_id);
  await settle();
  assert.equal(sent[0]?.aborted(), true);
  assert.equal(events.at(-1), "1 sent");
});

test("two tabs do not send the same one: the second finds it done", async () => {
  const first = queue();
  first.add("1");
  await settle();
  const second = queue(first.store, "b", first.locks);
  await second.outbox.load();
  second.uploads.kick();
  await settle();
  assert.equal(second.sent.length, 0);
  first.sent[0]?.done();
  await settle();
  assert.equal(second.sent.length, 0);
  assert.equal(second.outbox.waiting, 0);
});

test("when the first tab lost its way, the second one takes over and the first finds it done", async () => {
  const first = queue();
  first.add("1");
  await settle();
  const second = queue(first.store, "b", first.locks);
  await second.outbox.load();
  second.uploads.kick();
  first.sent[0]?.fail(new Lost());
  await settle();
  assert.deepEqual([second.sent.length, second.sent[0]?.again], [1, true]);
  second.sent[0]?.done();
  await settle();
  first.pauses[0]?.run();
  await settle();
  assert.deepEqual([first.sent.length, first.outbox.waiting], [1, 0]);
});

test("what another tab sends takes no place of this one's, and is taken over no faster than the others", async () => {
  const first = queue();
  for (const text of ["1", "2"]) first.add(text);
  await settle();
  const second = queue(first.store, "b", first.locks);
  await second.outbox.load();
  second.uploads.kick();
  for (const text of ["3", "4", "5"]) second.add(text);
  await settle();
  const texts = () => second.sent.map(({ text }) => text);
  assert.deepEqual(texts(), ["3", "4"]);
  for (const { fail } of first.sent) fail(new Lost());
  await settle();
  assert.deepEqual(texts(), ["3", "4"]);
  for (const { done } of [...second.sent]) done();
  await settle();
  assert.deepEqual(texts(), ["3", "4", "1", "2"]);
});

test("what the browser could not keep is sent all the same", async () => {
  const store = new MemoryStore();
  store.put = () => Promise.reject(new Error("no room"));
  const { add, sent } = queue(store);
  add("1");
  await settle();
  assert.equal(sent.length, 1);
});

test("who signs out leaves no files behind, of any tab, but the texts", async () => {
  const { add, outbox, store } = queue();
  add("1");
  outbox.add(ROOM, "text", null);
  const other = queue(store, "b");
  other.add("2");
  await settle();
  await outbox.forgetFiles();
  await settle();
  assert.deepEqual((await store.all(1)).map(({ text }) => text), ["text"]);
});

test("the bytes that are sent belong to one file after the other, none of them too early", () => {
  assert.deepEqual(sentOfEach([100, 50, 0], 0, 180), [0, 0, 0]);
  assert.deepEqual(sentOfEach([100, 50, 0], 30, 180), [0, 0, 0]);
  assert.deepEqual(sentOfEach([100, 50, 0], 90, 180), [60, 0, 0]);
  assert.deepEqual(sentOfEach([100, 50, 0], 150, 180), [100, 20, 0]);
  assert.deepEqual(sentOfEach([100, 50, 0], 180, 180), [100, 50, 0]);
  assert.deepEqual(sentOfEach([], 10, 10), []);
});
