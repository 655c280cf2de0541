// @ts-check
/** Tells the server how far I have read: only what was really in front of somebody, and not more often than needed. */

/** How often at most, in milliseconds. */
const TELL_EVERY_MS = 500;

export class Reading {
  #newest;
  #endInSight;
  #tell;
  #seen = 0;
  #told = 0;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #pause = null;

  /**
   * @param {() => number} newest the last birth in the log, 0 for none
   * @param {() => boolean} endInSight whether the end of the room is in sight
   * @param {(seq: number) => boolean} tell whether there was a way to tell it
   * @param {AbortSignal} signal
   */
  constructor(newest, endInSight, tell, signal) {
    this.#newest = newest;
    this.#endInSight = endInSight;
    this.#tell = tell;
    signal.addEventListener("abort", () => {
      this.last();
      if (this.#pause !== null) clearTimeout(this.#pause);
    });
  }

  /** Whether somebody sees what comes. */
  get attended() {
    return document.visibilityState === "visible" && document.hasFocus() && this.#endInSight();
  }

  /** Something changed: the page came to the front, was scrolled, or got a message. */
  check() {
    if (this.attended) this.#seen = Math.max(this.#seen, this.#newest());
    if (this.#pause === null) this.#now();
  }

  /** The connection is new: what was told before may be lost. */
  again() {
    this.#told = 0;
    this.check();
    this.last();
  }

  /** The page goes, or there is another reason not to wait: what was seen and not told yet is told. */
  last() {
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#now();
  }

  #now() {
    this.#pause = null;
    if (this.#seen <= this.#told) return;
    if (!this.#tell(this.#seen)) return;
    this.#told = this.#seen;
    this.#pause = setTimeout(() => this.#now(), TELL_EVERY_MS);
  }
}
