// @ts-check
/**
 * How much of each room is unread, exactly: what the server counted, and on top of it what is known since. Frames, answers
 * and pages may cross on their way, so an older count never replaces a newer one, and a message is counted once whoever tells
 * of it. Memory: two numbers for each unread message, up to {@link UNREAD_MAX} messages a room.
 */

/** Counts stop here, as the server's do. */
export const UNREAD_MAX = 1_000;

/** @typedef {import("../net/protocol.js").ReadState} State */

/** @typedef {{ count: number, mentions: number, marked: boolean }} Count `marked`: as unread, by hand */

/** @type {State} */
const NOTHING = { as_of: 0, seq: 0, marks: 0, unread: 0, mentions: 0 };

/** One room. */
class Tally {
  state = NOTHING;
  /** Births of others after the state, in order, the newest {@link UNREAD_MAX} of them. @type {number[]} */
  births = [];
  /** Those of the births that name me, bounded in the same way. @type {number[]} */
  named = [];
  /** What is erased: the first and the last birth, and as of which number of the room no count holds them. */
  erased = { first: Infinity, last: 0, asOf: 0 };
  /** What I have read here and the server may not know yet; -1: nothing. */
  read = -1;
  /** As `state.marks`, with what I asked for and the server may not have done yet. */
  marks = 0;
  /** How many commands to mark or unmark are under way. */
  marking = 0;
  /** All these were answered: the server's next count knows better than `marks`. */
  answered = false;

  get readSeq() {
    return Math.max(this.state.seq, this.read);
  }

  get latestMarks() {
    return Math.max(this.state.marks, this.marks);
  }

  get marked() {
    return this.latestMarks % 2 === 1;
  }

  /** As of which number counts are needed that hold nothing erased, 0 when these do not. */
  get needed() {
    const { state, erased } = this;
    const mayHold = erased.first <= state.as_of && state.as_of < erased.asOf && erased.last > state.seq;
    return mayHold ? erased.asOf : 0;
  }

  get isAhead() {
    const { state, read, marks } = this;
    return read > state.seq || (read >= 0 && marks > state.marks && !this.marked);
  }
}

const UNKNOWN = new Tally();

export class Unread {
  /** @type {Map<number, Tally>} */
  #rooms = new Map();

  /**
   * The server counted.
   * @param {number} room
   * @param {State} state
   * @returns {boolean} false when something newer is known
   */
  apply(room, state) {
    const tally = this.#tally(room);
    if (isOlder(state, tally.state)) return false;
    tally.state = state;
    tally.births = tally.births.filter((seq) => seq > state.as_of);
    tally.named = tally.named.filter((seq) => seq > state.as_of);
    if (state.as_of >= tally.erased.asOf) tally.erased = { first: Infinity, last: 0, asOf: 0 };
    if (tally.answered) Object.assign(tally, { answered: false, marks: 0 });
    return true;
  }

  /**
   * Somebody else wrote a message that counts.
   * @param {number} room
   * @param {number} seq its birth
   * @param {boolean} namesMe
   */
  born(room, seq, namesMe) {
    const tally = this.#tally(room);
    if (seq <= tally.state.as_of) return;
    insert(tally.births, seq);
    if (namesMe) insert(tally.named, seq);
  }

  /**
   * Nothing is left of a message.
   * @param {number} room
   * @param {number} seq its birth
   * @param {number} asOf as of which number of the room the server counts without it
   */
  erased(room, seq, asOf) {
    const tally = this.#tally(room);
    const { births, named, erased } = tally;
    // Where births were let go, one less of those that are left says nothing.
    const first = births.length < UNREAD_MAX ? seq : 0;
    tally.births = births.filter((birth) => birth !== seq);
    tally.named = named.filter((birth) => birth !== seq);
    tally.erased = {
      first: Math.min(erased.first, first),
      last: Math.max(erased.last, seq),
      asOf: Math.max(erased.asOf, asOf),
    };
  }

  /**
   * As of which number of the room the server must count again, because its last count may hold what is erased; 0: it need not.
   * @param {number} room
   */
  needed(room) {
    return this.#rooms.get(room)?.needed ?? 0;
  }

  /**
   * I have read everything up to a birth, which takes a mark away too.
   * @param {number} room
   * @param {number} seq
   */
  read(room, seq) {
    const tally = this.#tally(room);
    tally.read = Math.max(tally.read, seq);
    this.#wish(tally, false);
  }

  /**
   * I mark a room as unread, or take that back.
   * @param {number} room
   * @param {boolean} on
   */
  mark(room, on) {
    const tally = this.#tally(room);
    this.#wish(tally, on);
    tally.marking += 1;
    tally.answered = false;
  }

  /** A command to mark was answered, in whatever way. @param {number} room */
  marked(room) {
    const tally = this.#tally(room);
    tally.marking -= 1;
    tally.answered = tally.marking === 0;
  }

  /** Whether I have read more of a room than the server knows. @param {number} room */
  isAhead(room) {
    return this.#rooms.get(room)?.isAhead ?? false;
  }

  get rooms() {
    return this.#rooms.keys();
  }

  /**
   * @param {number} room
   * @returns {Count}
   */
  of(room) {
    const { state, births, named, readSeq, marked } = this.#rooms.get(room) ?? UNKNOWN;
    // Where I have read on since the server counted, no more can be left of its count than births can lie between.
    const most = readSeq > state.seq ? Math.max(0, state.as_of - readSeq) : UNREAD_MAX;
    return {
      count: Math.min(UNREAD_MAX, Math.min(state.unread, most) + after(births, readSeq)),
      mentions: Math.min(UNREAD_MAX, Math.min(state.mentions, most) + after(named, readSeq)),
      marked,
    };
  }

  /**
   * What the server counted last.
   * @param {number} room
   * @returns {State}
   */
  state(room) {
    return this.#rooms.get(room)?.state ?? NOTHING;
  }

  /** Up to where I have read, as far as is known here. @param {number} room */
  readSeq(room) {
    return this.#rooms.get(room)?.readSeq ?? 0;
  }

  /** @param {number} room */
  forget(room) {
    this.#rooms.delete(room);
  }

  /** Of all rooms together; one that is only marked counts as one. */
  get total() {
    let total = 0;
    for (const room of this.#rooms.keys()) {
      const { count, marked } = this.of(room);
      total += count || Number(marked);
    }
    return Math.min(UNREAD_MAX, total);
  }

  /**
   * @param {Tally} tally
   * @param {boolean} on
   */
  #wish(tally, on) {
    if (tally.marked === on) return;
    tally.marks = tally.latestMarks + 1;
  }

  /** @param {number} room */
  #tally(room) {
    let tally = this.#rooms.get(room);
    if (!tally) this.#rooms.set(room, (tally = new Tally()));
    return tally;
  }
}

/**
 * A count as a badge shows it.
 * @param {number} count
 */
export function badge(count) {
  return count >= UNREAD_MAX ? `${UNREAD_MAX - 1}+` : String(count);
}

/**
 * The room's number decides: who left a room and came back begins anew, with smaller marks at a larger number.
 * @param {State} one
 * @param {State} other
 */
function isOlder(one, other) {
  if (one.as_of !== other.as_of) return one.as_of < other.as_of;
  return one.seq < other.seq || one.marks < other.marks;
}

/**
 * Adds a birth in its order, once, and lets the oldest go when there are too many: as many as are counted at most are left.
 * @param {number[]} births
 * @param {number} seq
 */
function insert(births, seq) {
  let at = births.length;
  while (at > 0 && /** @type {number} */ (births[at - 1]) > seq) at -= 1;
  if (at > 0 && births[at - 1] === seq) return;
  births.splice(at, 0, seq);
  if (births.length > UNREAD_MAX) births.shift();
}

/**
 * How many lie after a birth.
 * @param {number[]} births
 * @param {number} seq
 */
function after(births, seq) {
  const first = births.findIndex((birth) => birth > seq);
  return first < 0 ? 0 : births.length - first;
}
