// @ts-check
/**
 * Keeps the page right: a socket while there is one, and asking by HTTP while there is none. It comes back by itself for
 * ever, catches up by `after`, `changes` and `since`, and stays away only when the server says so. Another room comes into
 * view on the same socket; what was said of the one before and comes late reaches nobody.
 */

import { newClientId } from "../models/client-id.js";
import { Backoff } from "../models/backoff.js";
import { Lost } from "../models/refusal.js";
import { HttpRefusal } from "./http.js";
import { LOGIN_ENDED, ROOM_GONE } from "./protocol.js";
import { View } from "./view.js";
import { Wire } from "./wire.js";

/** @typedef {import("./protocol.js").Frame} Frame */
/** @typedef {import("./protocol.js").Item} Item */

/** How often a page without a socket asks what changed, in milliseconds. */
const POLL_MS = 4_000;
/** How long to wait before a room is asked for again that could not be opened just now, in milliseconds. */
const VIEW_AGAIN_MS = 1_000;

/** @typedef {"connecting" | "live" | "waiting" | "ended"} State */

/**
 * @typedef {object} Listener
 * @property {(frame: Frame) => void} frame every frame but those of catching up
 * @property {(items: Item[]) => void} items messages as they are now
 * @property {() => void} reset too far behind: the room must be loaded anew
 * @property {(room: number) => void} gone there is no such room for me; none is in view then
 * @property {(state: State) => void} state
 * @property {(why: "login" | "closed") => void} ended
 */

export class Connection {
  /** Another one for each room that comes into view: an answer that was asked for by the one before finds it gone. */
  #view = new View(null, 0);
  /** What the socket was told to view. */
  #told = this.#view;
  /** The last telling, by which a refusal of it is known. */
  #telling = "";
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
  /** What is asked for by HTTP now. @type {View | null} */
  #asking = null;
  /** Whether HTTP answered last time; null before it was asked. @type {boolean | null} */
  #reachable = null;

  /** @param {{ http: import("./http.js").Http, listener: Listener, open: (path: string) => WebSocket, backoff?: Backoff }} parts */
  constructor({ http, listener, open, backoff = new Backoff() }) {
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

  /**
   * Opens the socket before the room is in view: what the server says meanwhile is kept.
   * @param {number | null} room that will be in view
   * @param {number} seq the room's number in what will be shown of it
   */
  start(room, seq) {
    this.#view = new View(room, seq, true);
    this.#connect();
  }

  /**
   * Another room is in view, or the same one was loaded anew, or the one that was waited for.
   * @param {number | null} room
   * @param {number} seq the room's number in what is shown of it
   */
  view(room, seq) {
    const early = this.#view.shown();
    if (early && room === this.#view.room) for (const frame of early) this.#frame(frame);
    else if (room !== null || this.#view.room !== null) {
      this.#view = new View(room, seq);
      if (this.live) this.#tellView();
    }
  }

  /** The server answers with `ready`, or refuses. */
  #tellView() {
    this.#told = this.#view;
    this.#telling = newClientId();
    this.#wire?.ask({ ...this.#view.frame, client_id: this.#telling });
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

  /** A command over the socket. @param {{ client_id: string } & Record<string, unknown>} frame */
  command(frame) {
    return this.live && this.#wire ? this.#wire.command(frame) : Promise.reject(new Lost());
  }

  /** A frame that may be lost. @param {object} frame */
  tell(frame) {
    if (this.live) this.#wire?.tell(frame);
  }

  /** A part of the room came that is as it was at this number; what live frames said of it meanwhile is asked for. @param {number} seq */
  asOf(seq) {
    if (this.#view.position.asOf(seq)) void this.catchUp();
  }

  /** Asks by HTTP for what this page does not know yet. One question at a time; a refusal that ends us does. */
  async catchUp() {
    const view = this.#view;
    if (view.room === null || this.#asking === view || this.#state === "ended") return;
    this.#asking = view;
    try {
      let known;
      do {
        known = view.position.seq;
        await this.#ask(view.room);
      } while (view === this.#view && view.position.behind && view.position.seq !== known);
    } catch (error) {
      this.#askLater(this.refused(error, view));
    } finally {
      if (this.#asking === view) this.#asking = null;
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
    this.#told = this.#view;
    /** @type {WebSocket} */
    let socket;
    try {
      socket = this.#open(this.#view.path);
    } catch {
      this.#closed(1006);
      return;
    }
    this.#view.position.connected();
    this.#wire = new Wire(socket, { frame: (frame) => this.#frame(frame), closed: (code) => this.#closed(code) });
  }

  /** @param {Frame} frame */
  #frame(frame) {
    if (this.#view.keeps(frame)) return;
    switch (frame.type) {
      case "ready":
        this.#backoff.reset();
        clearTimeout(this.#poll);
        this.#enter("live");
        // The reader went on to another room while the socket was opening.
        if (this.#told !== this.#view) this.#tellView();
        break;
      case "changes":
        if (this.#view.has(frame)) this.#caughtUp(frame);
        return;
      case "reset":
        if (this.#view.has(frame)) this.#listener.reset();
        return;
      case "room_gone":
        if (this.#view.has(frame)) this.#gone();
        break;
      case "error":
        if (frame.client_id === this.#telling) this.#notViewed(frame.code);
        break;
      default:
    }
    const step = this.#view.follow(frame);
    if (step === "gap") void this.catchUp();
    if (step !== "old") this.#listener.frame(frame);
  }

  /** @param {number} code */
  #closed(code) {
    this.#wire = null;
    this.#view.lost();
    if (this.#state === "ended") return;
    if (code === ROOM_GONE) {
      if (this.#told === this.#view) this.#gone();
    } else if (code >= 4400 && code < 4500) {
      this.#end(code === LOGIN_ENDED ? "login" : "closed");
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

  /** @param {string} code why the room could not be opened that the socket was told of last */
  #notViewed(code) {
    const view = this.#told;
    if (view !== this.#view) return;
    if (code === "not_found" || code === "forbidden") this.#gone();
    else setTimeout(() => this.live && view === this.#view && this.#tellView(), VIEW_AGAIN_MS);
  }

  /** The room in view is not there for me any more: none is in view. */
  #gone() {
    const { room } = this.#view;
    if (room === null) return;
    this.#view = new View(null, 0);
    this.#listener.gone(room);
  }

  /** @returns {Promise<number>} how long the server wants us to stay away, in milliseconds */
  async #question() {
    const view = this.#view;
    try {
      if (view.room === null) {
        await this.#http.alive();
        this.#reached();
      } else await this.#ask(view.room);
      return 0;
    } catch (error) {
      return this.refused(error, view);
    }
  }

  /** @param {number} room */
  async #ask(room) {
    const view = this.#view;
    const answer = await this.#http.since(room, view.position.seq);
    this.#reached();
    if (view !== this.#view) return;
    if ("reset" in answer) this.#frame({ type: "reset", room_id: room, ...answer.reset });
    else this.#frame({ type: "changes", room_id: room, ...answer });
  }

  /** HTTP answers. When it did not before, the server or the network is back, and the socket need not wait. */
  #reached() {
    const back = this.#reachable === false;
    this.#reachable = true;
    if (back) this.wake();
  }

  /** @param {{ from: number, to: number, items: Item[] }} changes */
  #caughtUp(changes) {
    const news = this.#view.caughtUp(changes);
    if (news.length) this.#listener.items(news);
  }

  /**
   * What a failed request means for the connection: the login or the room may be gone.
   * @param {unknown} error
   * @param {View} [asked] the view that it was asked for; without one it says nothing of the room
   * @returns {number} how long to stay away, in milliseconds
   */
  refused(error, asked) {
    if (!(error instanceof HttpRefusal)) {
      this.#reachable = false;
      return 0;
    }
    if (error.status === 401) this.#end("login");
    if ((error.status === 403 || error.status === 404) && asked === this.#view) this.#gone();
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

  /** @param {"login" | "closed"} why */
  #end(why) {
    if (this.#state === "ended") return;
    this.#enter("ended");
    clearTimeout(this.#retry);
    clearTimeout(this.#poll);
    this.#wire?.close();
    this.#listener.ended(why);
  }
}
