// @ts-check
/**
 * Keeps the page right: a socket while there is one, and asking by HTTP while there is none. It comes back by itself for
 * ever, catches up by `after`, `changes` and `since`, and stays away only when the server says so.
 */

import { Backoff } from "../models/backoff.js";
import { Position } from "../models/position.js";
import { Lost } from "../models/refusal.js";
import { HttpRefusal } from "./http.js";
import { changeOf, LOGIN_ENDED, ROOM_GONE } from "./protocol.js";
import { Wire } from "./wire.js";

/** @typedef {import("./protocol.js").Frame} Frame */
/** @typedef {import("./protocol.js").Item} Item */

/** How often a page without a socket asks what changed, in milliseconds. */
const POLL_MS = 4_000;

/** @typedef {"connecting" | "live" | "waiting" | "ended"} State */

/**
 * @typedef {object} Listener
 * @property {(frame: Frame) => void} frame every frame but those of catching up
 * @property {(items: Item[]) => void} items messages as they are now
 * @property {() => void} reset too far behind: the room must be loaded anew
 * @property {(state: State) => void} state
 * @property {(why: "login" | "room" | "closed") => void} ended
 */

export class Connection {
  #room;
  #position;
  #http;
  #listener;
  #open;
  #backoff;
  /** @type {Wire | null} */
  #wire = null;
  /** @type {State} */
  #state = "waiting";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #poll;
  /** Runs while the server wants us to stay away. @type {ReturnType<typeof setTimeout> | null} */
  #pause = null;
  #asking = false;
  /** Whether HTTP answered last time; null before it was asked. @type {boolean | null} */
  #reachable = null;

  /**
   * @param {{ room: number | null, seq: number, http: import("./http.js").Http, listener: Listener,
   *   open: (path: string) => WebSocket, backoff?: Backoff }} parts
   */
  constructor({ room, seq, http, listener, open, backoff = new Backoff() }) {
    this.#room = room;
    this.#position = new Position(seq);
    this.#http = http;
    this.#listener = listener;
    this.#open = open;
    this.#backoff = backoff;
  }

  /** The socket is open and the server said `ready`. */
  get live() {
    return this.#state === "live";
  }

  /** The quick tries are used up: the next one is some time away. */
  get slow() {
    return !this.live && this.#backoff.slow;
  }

  /** The socket does not come, but HTTP answers: commands go that way. */
  get fallback() {
    return !this.live && this.#state !== "ended" && this.#backoff.slow && this.#reachable === true;
  }

  start() {
    this.#connect();
  }

  /**
   * Something suggests that the network is back, or may be another one: try at once, or see whether the socket lives. What
   * goes by HTTP goes on so until a socket is ready, and a pause that the server asked for is kept.
   */
  wake() {
    this.#wire?.probe();
    if (this.#state !== "waiting" || this.#pause !== null) return;
    if (!this.fallback) this.#backoff.reset();
    this.#connect();
  }

  /** The browser says that the network is gone: the socket is dead, whatever it seems. */
  offline() {
    this.#wire?.lost();
  }

  /**
   * A command over the socket.
   * @param {{ client_id: string } & Record<string, unknown>} frame
   */
  command(frame) {
    return this.live && this.#wire ? this.#wire.command(frame) : Promise.reject(new Lost());
  }

  /**
   * A frame that may be lost.
   * @param {object} frame
   */
  tell(frame) {
    if (this.live) this.#wire?.tell(frame);
  }

  /**
   * A part of the room came that is as it was at this number; what live frames said of it meanwhile is asked for.
   * @param {number} seq
   */
  asOf(seq) {
    if (this.#position.asOf(seq)) void this.catchUp();
  }

  /** Asks by HTTP for what this page does not know yet. One question at a time; a refusal that ends us does. */
  async catchUp() {
    if (this.#room === null || this.#asking || this.#state === "ended") return;
    this.#asking = true;
    try {
      let known;
      do {
        known = this.#position.seq;
        await this.#ask(this.#room);
      } while (this.#position.behind && this.#position.seq !== known);
    } catch (error) {
      this.#askLater(this.refused(error));
    } finally {
      this.#asking = false;
    }
  }

  /** With a socket nothing else asks again. @param {number} pause milliseconds */
  #askLater(pause) {
    if (!this.live) return;
    clearTimeout(this.#poll);
    this.#poll = setTimeout(() => void this.catchUp(), Math.max(POLL_MS, pause));
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#enter("connecting");
    const path = this.#room === null ? "/ws/" : `/ws/chat/${this.#room}/?after=${this.#position.seq}`;
    /** @type {WebSocket} */
    let socket;
    try {
      socket = this.#open(path);
    } catch {
      this.#closed(1006);
      return;
    }
    this.#position.connected();
    this.#wire = new Wire(socket, { frame: (frame) => this.#frame(frame), closed: (code) => this.#closed(code) });
  }

  /** @param {Frame} frame */
  #frame(frame) {
    switch (frame.type) {
      case "ready":
        this.#backoff.reset();
        clearTimeout(this.#poll);
        this.#enter("live");
        break;
      case "changes":
        if (frame.room_id === this.#room) this.#caughtUp(frame);
        return;
      case "reset":
        if (frame.room_id === this.#room) this.#listener.reset();
        return;
      default: {
        const change = changeOf(frame);
        if (change !== null && "room_id" in frame && frame.room_id === this.#room) {
          if (this.#position.live(change) === "gap") void this.catchUp();
        }
      }
    }
    this.#listener.frame(frame);
  }

  /** @param {number} code */
  #closed(code) {
    this.#wire = null;
    if (this.#state === "ended") return;
    if (code >= 4400 && code < 4500) {
      this.#end(code === LOGIN_ENDED ? "login" : code === ROOM_GONE ? "room" : "closed");
      return;
    }
    const failed = this.#state === "connecting";
    this.#enter("waiting");
    if (failed) void this.#askThenRetry();
    else this.#retryIn(0);
  }

  /** A browser does not say why a connect failed; the same question by HTTP does. */
  async #askThenRetry() {
    const pause = await this.#question();
    if (this.#state !== "waiting") return;
    this.#retryIn(pause);
    if (this.#backoff.slow) this.#pollLater();
    this.#listener.state(this.#state);
  }

  /** @returns {Promise<number>} how long the server wants us to stay away, in milliseconds */
  async #question() {
    try {
      if (this.#room === null) {
        await this.#http.alive();
        this.#reached();
      } else await this.#ask(this.#room);
      return 0;
    } catch (error) {
      return this.refused(error);
    }
  }

  /** @param {number} room */
  async #ask(room) {
    const answer = await this.#http.since(room, this.#position.seq);
    this.#reached();
    if ("reset" in answer) this.#listener.reset();
    else this.#caughtUp(answer);
  }

  /** HTTP answers. When it did not before, the server or the network is back, and the socket need not wait. */
  #reached() {
    const back = this.#reachable === false;
    this.#reachable = true;
    if (back) this.wake();
  }

  /** @param {{ from: number, to: number, items: Item[] }} changes */
  #caughtUp({ from, to, items }) {
    if (items.length) this.#listener.items(items);
    this.#position.caughtUp(from, to);
  }

  /**
   * What a failed request means for the connection: the login or the room may be gone.
   * @param {unknown} error
   * @returns {number} how long to stay away, in milliseconds
   */
  refused(error) {
    if (!(error instanceof HttpRefusal)) {
      this.#reachable = false;
      return 0;
    }
    if (error.status === 401) this.#end("login");
    if (error.status === 403 || error.status === 404) this.#end("room");
    const pause = error.retryAfterMs ?? 0;
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = pause ? setTimeout(() => (this.#pause = null), pause) : null;
    return pause;
  }

  /** @param {number} atLeast milliseconds */
  #retryIn(atLeast) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), this.#backoff.next(atLeast));
  }

  #pollLater() {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(async () => {
      if (this.live || this.#state === "ended") return;
      const pause = await this.#question();
      this.#listener.state(this.#state);
      if (pause) this.#poll = setTimeout(() => this.#pollLater(), pause);
      else this.#pollLater();
    }, POLL_MS);
  }

  /** @param {State} state */
  #enter(state) {
    if (this.#state === "ended" || this.#state === state) return;
    this.#state = state;
    this.#listener.state(state);
  }

  /** @param {"login" | "room" | "closed"} why */
  #end(why) {
    if (this.#state === "ended") return;
    this.#enter("ended");
    clearTimeout(this.#retry);
    clearTimeout(this.#poll);
    this.#wire?.close();
    this.#listener.ended(why);
  }
}
