// @ts-check
/** Tells the server how far I have read: only what was really in front of somebody, and not more often than needed. */

/** How often at most, in milliseconds. */
const TELL_EVERY_MS = 500;

export class Reading {
  #newest;
  #inSight;
  #tell;
  #told = 0;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #soon = null;

  /**
   * @param {() => number} newest the last birth in the log, 0 for none
   * @param {() => boolean} inSight whether the end of the room is in sight
   * @param {(seq: number) => void} tell
   */
  constructor(newest, inSight, tell) {
    this.#newest = newest;
    this.#inSight = inSight;
    this.#tell = tell;
  }

  /** Whether somebody sees what comes. */
  get attended() {
    return document.visibilityState === "visible" && document.hasFocus() && this.#inSight();
  }

  /** Something changed: the page came to the front, was scrolled, or got a message. */
  check() {
    if (this.#soon !== null) return;
    this.#now();
    this.#soon = setTimeout(() => {
      this.#soon = null;
      this.#now();
    }, TELL_EVERY_MS);
  }

  /** The connection is new: what was told before may be lost. */
  again() {
    this.#told = 0;
    this.check();
  }

  #now() {
    const seq = this.#newest();
    if (seq <= this.#told || !this.attended) return;
    this.#told = seq;
    this.#tell(seq);
  }
}
