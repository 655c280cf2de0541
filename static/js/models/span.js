// @ts-check
/**
 * Which part of a room's history the page holds, by births, and what it may still load. A message outside the part is
 * not shown even when it changes: showing it would leave a hole beside it.
 */

/**
 * @typedef {"older" | "newer"} Side
 * @typedef {{ side: Side, edge: number }} Load a side's page under way; `edge` is the birth beside which it lies
 */

export class Span {
  /** @type {number | null} */
  #first;
  /** @type {number | null} */
  #last;
  /** @type {Record<Side, boolean>} */
  #more;
  /** @type {Record<Side, Load | null>} */
  #loading = { older: null, newer: null };

  /**
   * @param {number | null} first the oldest birth held, null for none
   * @param {number | null} last
   * @param {boolean} older whether the server has older ones
   * @param {boolean} newer
   */
  constructor(first, last, older, newer) {
    this.#first = first;
    this.#last = last;
    this.#more = { older, newer };
  }

  /** Whether the newest message of the room belongs to the part: new ones are appended then. */
  get atEnd() {
    return !this.#more.newer;
  }

  /** Whether the oldest message of the room does. */
  get atStart() {
    return !this.#more.older;
  }

  /**
   * Whether a message of this birth belongs to the part.
   * @param {number} seq
   */
  holds(seq) {
    const below = !this.#more.older || (this.#first !== null && seq >= this.#first);
    const above = !this.#more.newer || (this.#last !== null && seq <= this.#last);
    return below && above;
  }

  /**
   * A held message came.
   * @param {number} seq
   */
  grow(seq) {
    this.#first = this.#first === null ? seq : Math.min(this.#first, seq);
    this.#last = this.#last === null ? seq : Math.max(this.#last, seq);
  }

  /**
   * Begins to load a side; null when there is nothing to load or it is under way.
   * @param {Side} side
   * @returns {Load | null}
   */
  begin(side) {
    const edge = side === "older" ? this.#first : this.#last;
    if (!this.#more[side] || this.#loading[side] || edge === null) return null;
    return (this.#loading[side] = { side, edge });
  }

  /**
   * A side's page is there.
   * @param {Load} load
   * @param {number[]} births
   * @param {boolean} more whether the server has still more on this side
   * @returns {boolean} false when another part took the place of the one that this page lies beside
   */
  loaded(load, births, more) {
    if (!this.#end(load)) return false;
    for (const seq of births) this.grow(seq);
    this.#more[load.side] = more;
    return true;
  }

  /**
   * Another part of the history takes this one's place.
   * @param {number[]} births in order
   * @param {boolean} older
   * @param {boolean} newer
   */
  replace(births, older, newer) {
    this.#first = births[0] ?? null;
    this.#last = births[births.length - 1] ?? null;
    this.#more = { older, newer };
    this.#loading = { older: null, newer: null };
  }

  /**
   * What lies beyond a birth on a side is let go of; it may be loaded again.
   * @param {Side} side
   * @param {number} edge the last birth that is kept
   */
  cut(side, edge) {
    if (side === "older") this.#first = edge;
    else this.#last = edge;
    this.#more[side] = true;
    this.#loading[side] = null;
  }

  /**
   * Loading failed: it may begin again.
   * @param {Load} load
   */
  failed(load) {
    this.#end(load);
  }

  /** @param {Load} load */
  #end(load) {
    if (this.#loading[load.side] !== load) return false;
    this.#loading[load.side] = null;
    return true;
  }
}
