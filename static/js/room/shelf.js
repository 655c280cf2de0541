// @ts-check
/**
 * All pictures that a viewer goes through: those of the log, and those of the room beside it, which come from the server when they are
 * wanted and never stand in the log. What becomes of their messages meanwhile is followed.
 */

import { articleFrom } from "../markup.js";
import { articleOf, factsOf } from "./row.js";

/** @typedef {import("../models/span.js").Side} Side */
/** @typedef {import("../net/http.js").Pictures} Answer */
/** @typedef {CustomEvent<{ id: number, article: HTMLElement | null }>} BesideEvent of a message that the log does not hold; null when it is gone */

export class Shelf {
  #log;
  #ask;
  /** Messages beside the log. @type {Map<number, HTMLElement>} */
  #articles = new Map();
  /** The births beside which to look further; null where there is nothing more. @type {Record<Side, number | null>} */
  #edges;
  /** @type {Set<Side>} */
  #asked = new Set();

  /**
   * @param {import("./log.js").Log} log
   * @param {import("../models/span.js").Span} span what of the room the log holds
   * @param {(side: Side, edge: number) => Promise<Answer>} ask
   */
  constructor(log, span, ask) {
    this.#log = log;
    this.#ask = ask;
    this.#edges = { older: span.atStart ? null : birthOf(log.first), newer: span.atEnd ? null : birthOf(log.last) };
  }

  /** Whether these are all pictures of the room. */
  get whole() {
    return this.#edges.older === null && this.#edges.newer === null;
  }

  /** In their order. @returns {HTMLAnchorElement[]} */
  get items() {
    const articles = new Map(this.#articles);
    for (const item of this.#log.querySelectorAll("article a.media__item")) {
      const article = /** @type {HTMLElement} */ (item.closest("article"));
      articles.set(factsOf(article).id, article);
    }
    const inOrder = [...articles.values()].sort((one, other) => factsOf(one).seq - factsOf(other).seq);
    return inOrder.flatMap((article) => [.../** @type {NodeListOf<HTMLAnchorElement>} */ (article.querySelectorAll("a.media__item"))]);
  }

  /**
   * Looks further on a side, once at a time.
   * @param {Side} side
   * @returns {Promise<boolean>} whether something may be there that was not; false too when there is no way to the server
   */
  async extend(side) {
    const edge = this.#edges[side];
    if (edge === null || this.#asked.has(side)) return false;
    this.#asked.add(side);
    try {
      const { items, next } = await this.#ask(side, edge);
      this.#edges[side] = next;
      for (const { message_id: id, html } of items) this.#put(id, html ? articleFrom(html) : null);
      return true;
    } catch {
      return false;
    } finally {
      this.#asked.delete(side);
    }
  }

  /**
   * A message that the log does not hold is another one.
   * @param {BesideEvent} event
   * @returns {boolean} whether that concerns the pictures
   */
  follow({ detail: { id, article } }) {
    if (!this.#articles.has(id)) return false;
    this.#put(id, article);
    return true;
  }

  /**
   * @param {number} id
   * @param {HTMLElement | null} article
   */
  #put(id, article) {
    const known = this.#articles.get(id);
    if (!article) this.#articles.delete(id);
    else if (!known || factsOf(known).changed < factsOf(article).changed) this.#articles.set(id, article);
  }
}

/** @param {Element | null} row */
function birthOf(row) {
  return row && factsOf(articleOf(row)).seq;
}
