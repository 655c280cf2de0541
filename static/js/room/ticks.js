// @ts-check
/**
 * The state of my own messages: one tick for what is stored, two for what somebody else has read. The style draws them by the
 * row's class; a screen reader hears it as the message's description, which is no news.
 */

import { articleOf, factsOf } from "./row.js";

/** Rows of mine that are not read, and those whose bubble is a new one. */
const OPEN = ":scope > .day > .row.is-own:is(:not(.is-read), :has(> article:not([aria-description])))";

export class Ticks {
  #column;
  #word;
  #seen;

  /**
   * @param {HTMLElement} column
   * @param {import("../models/dates.js").Words} word
   * @param {number} seen how far the others have read, 0 where nobody tells
   */
  constructor(column, word, seen) {
    this.#column = column;
    this.#word = word;
    this.#seen = seen;
    this.follow();
  }

  /** Somebody else has read up to a birth. @param {number} seq */
  seen(seq) {
    if (seq <= this.#seen) return;
    this.#seen = seq;
    this.follow();
  }

  /** Whether anybody's reading is told here. */
  get told() {
    return this.#seen > 0;
  }

  /** The log changed. */
  follow() {
    for (const row of this.#column.querySelectorAll(OPEN)) {
      const article = articleOf(row);
      const read = factsOf(article).seq <= this.#seen;
      row.classList.toggle("is-read", read);
      article.setAttribute("aria-description", this.#word(read ? "js-seen" : "js-stored"));
    }
  }
}
