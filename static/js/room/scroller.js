// @ts-check
/**
 * The scrolling of the log, whichever way it is laid out: the page's style fills it from the bottom
 * (`column-reverse`), where `scrollTop` runs from 0 down into the negative.
 */

/** How near to the end still counts as the end, in CSS pixels. */
const AT_END_PX = 48;

export class Scroller {
  #box;
  #log;

  /**
   * @param {HTMLElement} box
   * @param {import("./log.js").Log} log what is in it
   */
  constructor(box, log) {
    this.#box = box;
    this.#log = log;
  }

  /** CSS pixels between what is seen and the end. */
  get fromEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    return this.#reversed ? -scrollTop : scrollHeight - clientHeight - scrollTop;
  }

  /** CSS pixels between what is seen and the start. */
  get fromStart() {
    return this.#box.scrollHeight - this.#box.clientHeight - this.fromEnd;
  }

  /** CSS pixels seen at once. */
  get height() {
    return this.#box.clientHeight;
  }

  get atEnd() {
    return this.fromEnd <= AT_END_PX;
  }

  /** @param {boolean} [smooth] */
  toEnd(smooth = false) {
    const top = this.#reversed ? 0 : this.#box.scrollHeight;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#box.scrollTo({ top, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  /**
   * Brings something into sight, at the start of the view.
   * @param {Element} part
   */
  toStartAt(part) {
    const margin = this.#box.clientHeight / 8;
    this.#box.scrollTop += part.getBoundingClientRect().top - this.#box.getBoundingClientRect().top - margin;
  }

  /**
   * Whether something lies above what is seen.
   * @param {Element} part
   */
  isAbove(part) {
    return part.getBoundingClientRect().top < this.#box.getBoundingClientRect().top;
  }

  /**
   * Whether something lies so far below what is seen that there is more than a view between them.
   * @param {Element} part
   */
  isFarBelow(part) {
    return part.getBoundingClientRect().top - this.#box.getBoundingClientRect().bottom > this.#box.clientHeight;
  }

  /** The last row whose end is in sight, or lies above what is seen. */
  get lastInSight() {
    const bottom = this.#box.getBoundingClientRect().bottom;
    // Where a page is scaled a part of a pixel gets lost.
    const below = this.#log.firstWhere((row) => row.getBoundingClientRect().bottom > bottom + 1);
    return below ? this.#log.above(below) : this.#log.last;
  }

  /**
   * Changes the log without moving what is being read: at the end it stays at the end, elsewhere what stands below the first
   * row in sight stays where it is, also when that row is another size now.
   * @param {() => void} change
   * @param {boolean} [follow] whether to go to the end with what comes
   */
  keep(change, follow = this.atEnd) {
    const anchor = follow ? null : this.#firstInSight();
    const before = anchor?.getBoundingClientRect().bottom ?? 0;
    change();
    if (follow) this.toEnd();
    else if (anchor?.isConnected) this.#box.scrollTop += anchor.getBoundingClientRect().bottom - before;
  }

  /**
   * CSS pixels by which a row lies outside what is seen; 0 when it is in sight.
   * @param {Element} row
   */
  distance(row) {
    const [box, one] = [this.#box.getBoundingClientRect(), row.getBoundingClientRect()];
    return Math.max(box.top - one.bottom, one.top - box.bottom, 0);
  }

  #firstInSight() {
    const { top } = this.#box.getBoundingClientRect();
    return this.#log.firstWhere((row) => row.getBoundingClientRect().bottom > top);
  }

  get #reversed() {
    return getComputedStyle(this.#box).flexDirection === "column-reverse";
  }
}
