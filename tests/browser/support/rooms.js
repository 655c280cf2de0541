/** More rooms than a person may make in a day: others make them, as many as each may, and the person joins all of them. */

import assert from "node:assert/strict";

import { PASSWORD } from "./server.js";

/** Rooms that one person may make in a day. */
const ROOMS_A_DAY = 50;

/** What one of them is called. @param {number} n */
export const roomName = (n) => `Xona raqami ${n}`;

/**
 * @param {import("./server.js").Server} server
 * @param {string} username who joins
 * @param {number} count
 */
export async function joinMany(server, username, count) {
  const names = Array.from({ length: Math.ceil(count / ROOMS_A_DAY) }, (_, maker) => `usta${maker}`);
  await Promise.all(names.map((name) => server.addUser(name, name)));
  const [mine, ...theirs] = await Promise.all([username, ...names].map((name) => logIn(server.url, name)));
  const made = theirs.map(async (post, maker) => {
    for (let n = maker * ROOMS_A_DAY; n < Math.min(count, (maker + 1) * ROOMS_A_DAY); n += 1) {
      const { room_id } = await post("/create/", { room_name: roomName(n) });
      await mine?.(`/room/${room_id}/join/`, {});
    }
  });
  await Promise.all(made);
}

/**
 * A program that is logged in.
 * @param {string} url
 * @param {string} username
 */
async function logIn(url, username) {
  const origin = { Origin: url };
  const body = new URLSearchParams({ username, password: PASSWORD });
  const answer = await fetch(`${url}/login/`, { method: "POST", redirect: "manual", headers: origin, body });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(";", 1)[0]).join("; ");
  const headers = { ...origin, Cookie: cookie, Accept: "application/json" };
  return async (/** @type {string} */ path, /** @type {Record<string, string>} */ fields) => {
    const done = await fetch(`${url}${path}`, { method: "POST", headers, body: new URLSearchParams(fields) });
    assert.ok(done.ok, `${path}: ${done.status}`);
    return done.json();
  };
}
