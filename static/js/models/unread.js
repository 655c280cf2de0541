// @ts-check
/**
 * Unread messages a room, counted by the page between the exact counts that the server gives. Messages of my own never
 * count, and one that was seen already never counts again.
 */

/** Counts stop here, as the server's do. */
export const UNREAD_MAX = 1_000;

/** @typedef {{ count: number, mentions: number, seq: number }} Count */

export class Unread {
  /** @type {Map<number, Count>} */
  #rooms = new Map();
  #me;

  /** @param {number} me my user id */
  constructor(me) {
    this.#me = me;
  }

  /**
   * What the server counted.
   * @param {number} room
   * @param {number} count
   * @param {number} mentions
   * @param {number} seq the last number that is counted
   */
  set(room, count, mentions, seq) {
    this.#rooms.set(room, { count, mentions, seq });
  }

  /**
   * A message was written.
   * @param {number} room
   * @param {number} seq its birth
   * @param {number} author
   */
  arrived(room, seq, author) {
    this.burst(room, seq, [author], []);
  }

  /**
   * Messages were written, told together.
   * @param {number} room
   * @param {number} seq the last one's birth
   * @param {number[]} authors of each, oldest first; none when an edit named somebody anew
   * @param {number[]} mentioned whom they name
   */
  burst(room, seq, authors, mentioned) {
    const known = this.of(room);
    // The first of them may have been counted already, by the list that the server rendered meanwhile.
    const fresh = seq > known.seq ? authors.slice(-(seq - known.seq)) : [];
    const others = fresh.filter((author) => author !== this.#me).length;
    const named = mentioned.includes(this.#me) && (others > 0 || authors.length === 0);
    this.#rooms.set(room, {
      seq: Math.max(seq, known.seq),
      count: Math.min(UNREAD_MAX, known.count + others),
      mentions: known.mentions + (named ? 1 : 0),
    });
  }

  /**
   * The position moved; what the server still counts, if it said.
   * @param {number} room
   * @param {number} seq
   * @param {number} [count]
   * @param {number} [mentions]
   */
  read(room, seq, count = 0, mentions = 0) {
    this.set(room, count, mentions, Math.max(seq, this.of(room).seq));
  }

  /**
   * @param {number} room
   * @returns {Count}
   */
  of(room) {
    return this.#rooms.get(room) ?? { count: 0, mentions: 0, seq: 0 };
  }

  /** @param {number} room */
  forget(room) {
    this.#rooms.delete(room);
  }

  /** Of all rooms together. */
  get total() {
    let total = 0;
    for (const { count } of this.#rooms.values()) total += count;
    return total;
  }
}

/**
 * A count as a badge shows it.
 * @param {number} count
 */
export function badge(count) {
  return count >= UNREAD_MAX ? "999+" : String(count);
}
