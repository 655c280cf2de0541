import assert from "node:assert/strict";
import { test } from "node:test";

import { Lost, refusalOf } from "../../../static/js/models/refusal.js";
import { Http, HttpRefusal } from "../../../static/js/net/http.js";

/**
 * A door whose answers the test gives.
 * @param {number} status
 * @param {string} body
 * @param {Record<string, string>} [headers]
 */
function door(status, body, headers = {}) {
  /** @type {[string, RequestInit][]} */
  const asked = [];
  const http = new Http(async (path, init) => {
    asked.push([String(path), init ?? {}]);
    return new Response(body, { status, headers });
  });
  return { http, asked };
}

test("a post is the room's form, asking for JSON", async () => {
  const { http, asked } = door(201, '{"client_id":"c","message_id":7,"seq":9}');
  assert.equal((await http.post(5, "c", "a&b\n=c", 3)).message_id, 7);
  const [path, init] = asked[0] ?? ["", {}];
  assert.equal(path, "/room/5/");
  assert.equal(String(init.body), "content=a%26b%0A%3Dc&client_id=c&reply_to=3");
  assert.deepEqual(init.headers, { Accept: "application/json" });
});

test("a refusal keeps its code, words, status and pause", async () => {
  const { http } = door(429, '{"error":{"code":"rate_limited","message":"Juda tez"}}', { "Retry-After": "3" });
  const error = await http.since(5, 1).catch((/** @type {unknown} */ reason) => reason);
  assert.ok(error instanceof HttpRefusal);
  assert.deepEqual([error.code, error.message, error.status, error.retryAfterMs], ["rate_limited", "Juda tez", 429, 3000]);
  assert.equal(error.passing, true);
});

test("a proxy's own error page passes, a refusal of the command does not", async () => {
  const gateway = await door(502, "<h1>Bad gateway</h1>").http.since(5, 1).catch((/** @type {unknown} */ reason) => reason);
  assert.equal(refusalOf(gateway)?.passing, true);
  const refused = door(400, '{"error":{"code":"too_long","message":"Uzun","field":"content"}}');
  const error = await refused.http.post(5, "c", "x", null).catch((/** @type {unknown} */ reason) => reason);
  assert.equal(refusalOf(error)?.passing, false);
});

test("whether a post is stored is asked without its content", async () => {
  const stored = door(200, '{"client_id":"c","message_id":7,"seq":9}');
  assert.equal((await stored.http.repeated(5, "c", null))?.message_id, 7);
  assert.equal(String(stored.asked[0]?.[1].body), "content=&client_id=c");
  const empty = door(400, '{"error":{"code":"empty","message":"Bo\'sh","field":"content"}}');
  assert.equal(await empty.http.repeated(5, "c", null), null);
  await assert.rejects(door(404, '{"error":{"code":"not_found"}}').http.repeated(5, "c", null), HttpRefusal);
});

test("a full disk does not pass by itself", async () => {
  const full = door(507, '{"error":{"code":"disk_full","message":"Joy yo\'q"}}');
  const error = await full.http.post(5, "c", "x", null).catch((/** @type {unknown} */ reason) => reason);
  assert.equal(refusalOf(error)?.passing, false);
});

test("no answer is a loss, not a refusal", async () => {
  const http = new Http(async () => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(http.alive(), Lost);
});
