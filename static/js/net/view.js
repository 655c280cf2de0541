// @ts-check
/** One time that a room is in view: how far it is known, and what of it comes too late to be news. */

import { Position } from "../models/position.js";
import { changeOf } from "./protocol.js";

/** @typedef {import("./protocol.js").Frame} Frame */
/** @typedef {import("./protocol.js").Item} Item */

export class View {
  #from;

  /**
   * @param {number | null} room null for none
   * @param {number} seq the room's number in what is shown of it
   */
  constructor(room, seq) {
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
