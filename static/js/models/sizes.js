// @ts-check
/**
 * How large files are, in words: the same as the server's own in `src/format/size.rs`. Bytes, then whole KB, then MB and GB
 * with one decimal below a hundred. A KB is 1,024 bytes.
 */

/** @typedef {import("./dates.js").Words} Words */

/** Bytes of a KB, KB of a MB, MB of a GB. */
const STEP = 1024;
/** From this many of a unit on there is no decimal. */
const WHOLE_FROM = 100;

export class Sizes {
  #words;
  #point;
  #gap;

  /**
   * @param {Words} words
   * @param {string} lang
   */
  constructor(words, lang) {
    this.#words = words;
    this.#point = lang === "en" ? "." : ",";
    this.#gap = lang === "en" ? "," : "\u00a0";
  }

  /**
   * Such as "640 KB" or "1,2 MB"; never rounded down to nothing.
   * @param {number} bytes
   */
  text(bytes) {
    if (bytes < STEP) return this.#words("js-size-b", { n: bytes });
    const kb = Math.ceil(bytes / STEP);
    if (kb < STEP) return this.#words("js-size-kb", { n: kb });
    const tenths = Math.round((bytes * 10) / STEP ** 2);
    if (tenths < STEP * 10) return this.#words("js-size-mb", { n: this.#decimal(tenths) });
    return this.#words("js-size-gb", { n: this.#decimal(Math.round((bytes * 10) / STEP ** 3)) });
  }

  /**
   * How far a file is, in KB and per cent, such as "2 713 / 4 198 KB · 64%". It is never called whole too early.
   * @param {number} sent bytes
   * @param {number} all bytes
   */
  progress(sent, all) {
    const kb = (/** @type {number} */ bytes) => this.#grouped(Math.ceil(bytes / STEP));
    return this.#words("js-progress", { sent: kb(sent), all: kb(all), percent: percentOf(sent, all) });
  }

  /** A decimal that says nothing is left out. @param {number} tenths */
  #decimal(tenths) {
    const whole = Math.floor(tenths / 10);
    const tenth = tenths % 10;
    if (whole < WHOLE_FROM && tenth > 0) return `${whole}${this.#point}${tenth}`;
    return String(whole + (whole >= WHOLE_FROM && tenth >= 5 ? 1 : 0));
  }

  /** @param {number} whole */
  #grouped(whole) {
    return String(whole).replace(/\B(?=(\d{3})+$)/g, this.#gap);
  }
}

/**
 * @param {number} sent bytes
 * @param {number} all bytes
 * @returns {number} whole per cent, rounded down
 */
export function percentOf(sent, all) {
  return all > 0 ? Math.floor((Math.min(sent, all) * 100) / all) : 100;
}
