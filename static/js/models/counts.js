// @ts-check
/**
 * Keeps the unread counts of all my rooms by what frames say, and asks where they cannot say it. Whatever the order in which
 * frames and answers come, in the end the counts are the server's.
 */

import { Recounts } from "./recounts.js";
import { Unread } from "./unread.js";

/** @typedef {import("../net/protocol.js").Frame} Frame */
/** @typedef {import("./unread.js").State} State */

/**
 * @typedef {object} Means
 * @property {number} me my user id
 * @property {(room: number) => Promise<State | null>} ask the server for its counts; null: the room is gone for me
 * @property {(room: number, seq: number) => void} tell the server that I have read up to a birth; may be lost
 * @property {(room: number) => void} changed counts of a room may be others now
 * @property {(run: () => void, ms: number) => void} [later]
 * @property {() => number} [random] a number from 0 up to 1
 */

export class Counts {
  #unread = new Unread();
  #means;
  #recounts;

  /** @param {Means} means */
  constructor(means) {
    this.#means = means;
    this.#recounts = new Recounts(
      (room) => this.#ask(room),
      (room) => this.#unread.state(room).as_of,
      means.later,
      means.random,
    );
  }

  /** @param {Frame} frame */
  frame(frame) {
    switch (frame.type) {
      case "room_activity":
        this.#active(frame);
        break;
      case "chat_message":
        if (frame.message_type !== "system") {
          this.#born(frame.room_id, frame.seq, frame.user_id, frame.mentioned?.includes(this.#means.me) ?? false);
        }
        break;
      case "message_deleted":
        if (frame.delete_type === "all") this.#erased(frame.room_id, [frame.message_seq], frame.seq, frame.members);
        else this.#renamed(frame);
        break;
      case "message_edited":
        this.#renamed(frame);
        break;
      case "ready":
        // What was told to those who have the room in view came to nobody here before now.
        if (frame.room_id && frame.seq) this.#recounts.want(frame.room_id, frame.seq);
        return;
      case "read":
        this.apply(frame.room_id, frame);
        return;
      case "room_gone":
        this.forget(frame.room_id);
        return;
      default:
        return;
    }
    this.#means.changed(frame.room_id);
  }

  /** Messages of a room came as they are now, without saying what happened to them. @param {number} room */
  caughtUp(room) {
    this.#recounts.want(room, null);
  }

  /**
   * The server counted.
   * @param {number} room
   * @param {State} state
   */
  apply(room, state) {
    if (!this.#unread.apply(room, state)) return;
    this.#means.changed(room);
    this.#settle(room, 0);
  }

  /**
   * I have read everything up to a birth: counted here at once.
   * @param {number} room
   * @param {number} seq
   */
  seen(room, seq) {
    this.#unread.read(room, seq);
    this.#means.changed(room);
  }

  /** What I have read in a room is told, if the server does not know it. @param {number} room */
  tell(room) {
    if (this.#unread.isAhead(room)) this.#means.tell(room, this.#unread.readSeq(room));
  }

  /** There is a way to the server again: what was told before may be lost. */
  reachable() {
    for (const room of this.#unread.rooms) this.tell(room);
  }

  /**
   * I mark a room as unread, or take that back: shown at once.
   * @param {number} room
   * @param {boolean} on
   * @param {Promise<unknown>} doing
   */
  async mark(room, on, doing) {
    this.#unread.mark(room, on);
    this.#means.changed(room);
    try {
      await doing;
    } finally {
      this.#unread.marked(room);
      this.#recounts.want(room, null);
    }
  }

  /** There is no such room for me. @param {number} room */
  forget(room) {
    this.#unread.forget(room);
    this.#recounts.forget(room);
  }

  /** @param {number} room */
  of(room) {
    return this.#unread.of(room);
  }

  /** Up to where I have read. @param {number} room */
  readSeq(room) {
    return this.#unread.readSeq(room);
  }

  /** All that is unread, a room that is only marked counted as one. */
  get total() {
    return this.#unread.total;
  }

  /** One frame stands for all that happened in a room for a second. @param {import("../net/protocol.js").Activity} frame */
  #active({ room_id: room, births, named, recounted = [], erased = [], recount = 0, members, as_of: asOf }) {
    /** @param {[seq: number, user: number][]} pairs */
    const mine = (pairs) => pairs.filter(([, user]) => user === this.#means.me).map(([seq]) => seq);
    const namesMe = new Set(mine(named));
    for (const [seq, author] of births) this.#born(room, seq, author, namesMe.has(seq));
    this.#erased(room, erased, asOf, members);
    this.#recount(room, Math.max(0, ...mine(recounted)), asOf, 0);
    this.#recount(room, recount, asOf, members);
  }

  /** A message names others than before. @param {import("../net/protocol.js").Edited | import("../net/protocol.js").Deleted} frame */
  #renamed({ room_id: room, message_seq: birth, recounted, seq }) {
    if (recounted?.includes(this.#means.me)) this.#recount(room, birth, seq, 0);
  }

  /**
   * @param {number} room
   * @param {number[]} births of which nothing is left
   * @param {number} asOf the room's number by now
   * @param {number} members
   */
  #erased(room, births, asOf, members) {
    for (const birth of births) this.#unread.erased(room, birth, asOf);
    this.#settle(room, members);
  }

  /**
   * Asks when the counts that are known may hold what is erased.
   * @param {number} room
   * @param {number} members how many may ask for the same reason
   */
  #settle(room, members) {
    const needed = this.#unread.needed(room);
    if (needed) this.#recounts.want(room, needed, members);
  }

  /**
   * Messages up to a birth count otherwise now.
   * @param {number} room
   * @param {number} last that birth, 0 for none
   * @param {number} asOf the room's number by now
   * @param {number} members how many may ask for the same reason
   */
  #recount(room, last, asOf, members) {
    if (last > this.#unread.state(room).seq) this.#recounts.want(room, asOf, members);
  }

  /**
   * @param {number} room
   * @param {number} seq
   * @param {number} author
   * @param {boolean} namesMe
   */
  #born(room, seq, author, namesMe) {
    if (author !== this.#means.me) this.#unread.born(room, seq, namesMe);
  }

  /** @param {number} room */
  async #ask(room) {
    const state = await this.#means.ask(room);
    if (state) this.apply(room, state);
    return state !== null;
  }
}
