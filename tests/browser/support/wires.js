/** A connection without a network: the other end of its sockets and of HTTP is the test, and time passes when it says so. */

import assert from "node:assert/strict";
import { mock } from "node:test";

import { Backoff } from "../../../static/js/models/backoff.js";
import { Commands } from "../../../static/js/net/commands.js";
import { Connection } from "../../../static/js/net/connection.js";

/** A socket whose other end is the test. */
class Peer {
  readyState = 0;
  /** @type {any[]} */
  sent = [];
  /** @type {((event: { data: string }) => void) | null} */
  onmessage = null;
  /** @type {((event: { code: number }) => void) | null} */
  onclose = null;

  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  /** @param {object} frame */
  says(frame) {
    this.readyState = 1;
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  ready(seq = 10, room = 5) {
    this.says({ type: "ready", protocol: 1, room_id: room, seq, user_id: 1, online_count: 1, server_time: 0 });
  }

  /** @param {number} code */
  ends(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

export function setUp() {
  /** @type {Peer[]} */
  const peers = [];
  /** @type {any[]} */
  const heard = [];
  /** @type {any[]} */
  const asked = [];
  /** What HTTP answers to the next questions. @type {(seq: number) => any} */
  let answer = (seq) => ({ from: seq, to: seq, items: [] });
  const http = /** @type {any} */ ({
    since: async (/** @type {number} */ room, /** @type {number} */ seq) => {
      asked.push(room === 5 ? ["since", seq] : ["since", seq, room]);
      return answer(seq);
    },
    alive: async () => answer(0),
    post: async (/** @type {any[]} */ ...args) => {
      asked.push(["post", ...args]);
      return { message_id: 77, seq: 11 };
    },
    read: async (/** @type {any[]} */ ...args) => {
      asked.push(["read", ...args]);
    },
    edit: async (/** @type {any[]} */ ...args) => {
      asked.push(["edit", ...args]);
    },
  });
  const listener = {
    frame: (/** @type {any} */ frame) => heard.push(frame.type),
    items: (/** @type {any[]} */ items) => heard.push(items.map((item) => item.message_id)),
    reset: () => heard.push("reset!"),
    gone: (/** @type {number} */ room) => heard.push(`gone: ${room}`),
    state: () => {},
    ended: (/** @type {string} */ why) => heard.push(`ended: ${why}`),
  };
  const connection = new Connection({
    http,
    listener,
    backoff: new Backoff(() => 0),
    open: (path) => {
      const peer = new Peer(path);
      peers.push(peer);
      return /** @type {any} */ (peer);
    },
  });
  let id = 0;
  const commands = new Commands(connection, http, () => `id-${(id += 1)}`);
  return {
    peers,
    heard,
    asked,
    connection,
    commands,
    /** Opens a page with room 5 as it was at number 10. */
    start() {
      connection.start(5, 10);
      connection.view(5, 10);
    },
    /** @param {(seq: number) => any} next */
    answers: (next) => (answer = next),
    get peer() {
      const peer = peers.at(-1);
      assert.ok(peer, "no socket was opened");
      return peer;
    },
  };
}

/** @param {number} message @param {number} seq */
export const posted = (message, seq) => ({ type: "chat_message", room_id: 5, message_id: message, seq, html: "" });

/** Lets promises that are due run; timers stand still meanwhile. */
export const settle = async () => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
};

/** @param {number} ms */
export const pass = async (ms) => {
  mock.timers.tick(ms);
  await settle();
};

/** Uses up the quick tries: each connect fails. @param {ReturnType<typeof setUp>} net */
export async function failQuickTries(net) {
  net.start();
  for (const pause of [125, 250, 500, 1000, 2000]) {
    net.peer.ends(1006);
    await settle();
    await pass(pause);
  }
  net.peer.ends(1006);
  await settle();
}
