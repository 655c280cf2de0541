// @ts-check
/**
 * How far this page has followed a room's changes. Numbers are gapless, so a jump between two live frames means that
 * something was missed. What comes by `changes` or by asking may jump as it likes: it is what was missed.
 */

/** @typedef {"next" | "known" | "gap"} Step */

export class Position {
  /** The last change that is known together with everything before it. */
  #known;
  /** The last live number of this connection; null before its first, which may be any. @type {number | null} */
  #live;
  #behind = false;

  /** @param {number} seq the room's number in the snapshot that the page was made from */
  constructor(seq) {
    this.#known = seq;
    this.#live = seq;
  }

  /** What to ask for next: everything after this number. */
  get seq() {
    return this.#known;
  }

  /** Whether something is known to be missing between {@link seq} and the last live frame. */
  get behind() {
    return this.#behind;
  }

  /** A connection begins: the server sends what is missing first, and the first live number may be any. */
  connected() {
    this.#live = null;
    this.#behind = false;
  }

  /**
   * A live frame came.
   * @param {number} seq
   * @returns {Step} `gap`: ask for what lies after {@link seq}; the frame itself may be shown at once
   */
  live(seq) {
    const before = this.#live;
    if (seq <= Math.max(this.#known, before ?? 0)) return "known";
    this.#live = seq;
    if (before !== null && seq > Math.max(before, this.#known) + 1) this.#behind = true;
    if (this.#behind) return "gap";
    this.#known = seq;
    return "next";
  }

  /**
   * A part of the room came late: it is as it was at this number, whatever the rest of the page knows.
   * @param {number} seq
   * @returns {boolean} whether something is missing now
   */
  asOf(seq) {
    if (seq >= this.#known) return false;
    this.#known = seq;
    this.#behind = true;
    return true;
  }

  /**
   * Everything between two numbers is known now. A live number beyond it stays behind a gap until the next asking, and so
   * does everything when the answer begins beyond what is known.
   * @param {number} from
   * @param {number} to
   */
  caughtUp(from, to) {
    if (from > this.#known) return;
    this.#known = Math.max(this.#known, to);
    this.#behind = this.#behind && this.#live !== null && this.#live > this.#known;
  }
}
