// @ts-check
/** One time that a room is in view: how far it is known, and what of it comes too late to be news. */

import { Position } from "../models/position.js";
import { changeOf } from "./protocol.js";

/** @typedef {import("./protocol.js").Frame} Frame */
/** @typedef {import("./protocol.js").Item} Item */

export class View {
  #from;
  /** What came before the room is to be seen; null from then on. @type {Frame[] | null} */
  #early;

  /**
   * @param {number | null} room null for none
   * @param {number} seq the room's number in what is shown of it
   * @param {boolean} [early] it will only be seen when {@link View.shown} is called
   */
  constructor(room, seq, early = false) {
    this.#early = early ? [] : null;
    this.room = room;
    this.position = new Position(seq);
    this.#from = seq;
  }

  /** Where a socket is opened that begins with it. */
  get path() {
    return this.room === null ? "/ws/" : `/ws/chat/${this.room}/?after=${this.position.seq}`;
  }

  /** What brings it to a socket that is open. */
  get frame() {
    return { type: "view", room_id: this.room, ...(this.room === null ? {} : { after: this.position.seq }) };
  }

  /** Nobody could hear a frame yet: it is kept. @param {Frame} frame */
  keeps(frame) {
    return this.#early !== null && this.#early.push(frame) > 0;
  }

  /** It is seen from here on. @returns {Frame[] | null} what was kept; null where nothing had to be */
  shown() {
    const early = this.#early;
    this.#early = null;
    return early;
  }

  /** What was kept came from a socket that is gone. */
  lost() {
    if (this.#early) this.#early = [];
  }

  /**
   * Whether a frame is of this room.
   * @param {{ room_id?: number | null }} frame
   */
  has(frame) {
    return this.room !== null && frame.room_id === this.room;
  }

  /**
   * A frame came. Of a change that was shown from the beginning one may still have been on its way from an earlier view.
   * @param {Frame} frame
   * @returns {import("../models/position.js").Step | "old" | null} null when it is no change of this room
   */
  follow(frame) {
    const change = "room_id" in frame && this.has(frame) ? changeOf(frame) : null;
    if (change === null) return null;
    return change <= this.#from ? "old" : this.position.live(change);
  }

  /**
   * What was missed is here.
   * @param {{ from: number, to: number, items: Item[] }} changes
   * @returns {Item[]} those that were not shown from the beginning
   */
  caughtUp({ from, to, items }) {
    this.position.caughtUp(from, to);
    return items.filter((item) => item.changed_seq > this.#from);
  }
}
