// @ts-check
/**
 * Asks the server for exact counts where frames cannot say them (an unread message was deleted, an edit changed whom one
 * names). Reasons that come together share one question; a room has one question at a time, and what comes while it is on its way
 * is asked after it. A question without an answer is asked again until there is one, or the room is gone.
 */

/** @typedef {import("./unread.js").State} State */

/** How long to wait for more reasons, in milliseconds; up to twice that. */
const GATHER_MS = 300;
/** How much longer for each member who may ask for the same reason, in milliseconds at most: so many questions at once would keep others waiting. */
const MEMBER_MS = 5;
/** The first pause after a question without an answer, in milliseconds; doubled each time. */
const RETRY_FIRST_MS = 2_000;
/** The longest such pause, in milliseconds. */
const RETRY_MOST_MS = 60_000;

/**
 * `seq`: the number of the room that the answer must reach; `anew`: nothing less than a question from now on will do;
 * `spread`: how long it may wait for its time, in milliseconds, 0 since its first question.
 * @typedef {{ seq: number, anew: boolean, failures: number, spread: number }} Want
 */

/** @type {Want} */
const NOTHING = { seq: 0, anew: false, failures: 0, spread: 0 };

export class Recounts {
  /** @type {Map<number, Want>} */
  #wants = new Map();
  #ask;
  #known;
  #later;
  #random;

  /**
   * @param {(room: number) => Promise<boolean>} ask applies the answer; rejects without one, false: there is no such room any more
   * @param {(room: number) => number} known as of which number the room's counts are
   * @param {(run: () => void, ms: number) => void} [later]
   * @param {() => number} [random] a number from 0 up to 1
   */
  constructor(ask, known, later = (run, ms) => void setTimeout(run, ms), random = Math.random) {
    this.#ask = ask;
    this.#known = known;
    this.#later = later;
    this.#random = random;
  }

  /**
   * Counts are wanted that were made at or after a number of the room, or from now on when it is not known.
   * @param {number} room
   * @param {number | null} seq
   * @param {number} [members] how many may ask for the same reason
   */
  want(room, seq, members = 0) {
    if (seq !== null && this.#known(room) >= seq) return;
    const spread = Math.max(GATHER_MS, members * MEMBER_MS);
    const waiting = this.#wants.get(room);
    // Where a reason may not wait as long as an earlier one, it takes that one along.
    const want = waiting && waiting.spread <= spread ? waiting : { ...(waiting ?? NOTHING), spread };
    if (seq === null) want.anew = true;
    else want.seq = Math.max(want.seq, seq);
    if (want === waiting) return;
    this.#wants.set(room, want);
    this.#soon(room, want, GATHER_MS + spread * this.#random());
  }

  /** @param {number} room */
  forget(room) {
    this.#wants.delete(room);
  }

  /**
   * @param {number} room
   * @param {Want} want
   * @param {number} ms
   */
  #soon(room, want, ms) {
    this.#later(() => void this.#now(room, want), ms);
  }

  /**
   * @param {number} room
   * @param {Want} want
   */
  async #now(room, want) {
    const open = () => this.#wants.get(room) === want && (want.anew || this.#known(room) < want.seq);
    // Some other frame or page may have brought them meanwhile.
    let there = open();
    want.spread = 0;
    const { seq } = want;
    try {
      want.anew = false;
      if (there) there = await this.#ask(room);
      want.failures = 0;
      // What was known before the question is in its answer.
      if (want.seq === seq) want.seq = 0;
    } catch {
      want.anew = true;
      want.failures += 1;
    }
    if (there && open()) {
      const pause = RETRY_FIRST_MS * 2 ** (want.failures - 1);
      const first = want.failures ? Math.min(RETRY_MOST_MS, pause) : GATHER_MS;
      this.#soon(room, want, first * (1 + this.#random()));
    } else if (this.#wants.get(room) === want) this.#wants.delete(room);
  }
}
