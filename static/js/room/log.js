// @ts-check
/**
 * The messages in view, each once by its id, in the order of their births, under their days. Whatever brings a message –
 * the first paint, a frame, a page of history, catching up – ends here, so nothing is shown twice and an older state
 * never replaces a newer one.
 */

import { element } from "../element.js";
import { articleFrom } from "../markup.js";
import { together } from "../models/grouping.js";
import { Ordered } from "../models/ordered.js";
import { later, Part } from "../part.js";
import { carryFiles } from "./carry.js";
import { emptyQuotes, rewriteQuotes } from "./quotes.js";
import { dressReactions, focusIn, mineOf, setMine, withEmoji } from "./reactions.js";
import { articleOf, dress, factsOf, makeRow, plainOf } from "./row.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../models/span.js").Span} Span */
/** @typedef {import("../models/span.js").Side} Side */

export class Log extends Part {
  /** @type {Page} */
  #page = later();
  /** @type {Span} */
  #span = later();
  /** By their births. @type {Ordered<HTMLElement>} */
  #rows = new Ordered();

  /**
   * @param {Page} page
   * @param {Span} span which births belong to the part in view
   */
  start(page, span) {
    this.#page = page;
    this.#span = span;
    for (const row of this.querySelectorAll(":scope > .day > .row")) {
      if (!(row instanceof HTMLElement)) continue;
      dress(row, page);
      dressReactions(row, page);
      this.#rows.put(seqOf(row), row);
    }
  }

  get first() {
    return this.#rows.first;
  }

  get last() {
    return this.#rows.last;
  }

  /** How many rows there are. */
  get length() {
    return this.#rows.length;
  }

  /**
   * The first row of which something is true that is true of all below it too.
   * @param {(row: HTMLElement) => boolean} test
   */
  firstWhere(test) {
    return this.#rows.firstWhere(test);
  }

  /** @param {HTMLElement} row */
  above(row) {
    return this.#rows.around(seqOf(row)).before;
  }

  /**
   * @param {number} id
   * @returns {HTMLElement | null} the bubble
   */
  article(id) {
    const found = document.getElementById(`m${id}`);
    return found && this.contains(found) ? found : null;
  }

  /**
   * What the reader has under a message after somebody's reaction, as far as it is here.
   * @param {import("../net/protocol.js").Reaction} reaction
   */
  mineAfter({ message_id: id, user_id: user, emoji, on }) {
    const row = this.article(id)?.parentElement;
    const mine = row ? mineOf(row) : [];
    return user === this.#page.me ? withEmoji(mine, emoji, on) : mine;
  }

  /**
   * A message as it is now.
   * @param {string} html its bubble
   * @param {string[]} [mine] what the reader put under it; what is known of that where nobody says
   * @returns {"added" | "changed" | "outside"} outside: it belongs to another part of the history
   */
  upsert(html, mine) {
    const article = articleFrom(html);
    if (!article) return "outside";
    const facts = factsOf(article);
    const known = this.article(facts.id);
    if (known) {
      if (factsOf(known).changed >= facts.changed) return "changed";
      const row = known.parentElement;
      const refocus = focusIn(known);
      known.replaceWith(article);
      carryFiles(known, article);
      if (row) {
        dress(row, this.#page);
        setMine(row, mine ?? mineOf(row), this.#page);
      }
      refocus?.(article);
    }
    if (facts.changed > facts.seq) {
      rewriteQuotes(this, facts.id, plainOf(article), article.querySelector(".media__item") !== null);
    }
    if (known) return "changed";
    if (!this.#span.holds(facts.seq)) {
      this.#tellBeside(facts.id, article);
      return "outside";
    }
    this.#span.grow(facts.seq);
    const row = makeRow(article, this.#page);
    setMine(row, mine ?? [], this.#page);
    this.#insert(row, facts.seq, facts.day);
    return "added";
  }

  /**
   * A message is gone.
   * @param {number} id
   */
  drop(id) {
    emptyQuotes(this, id, this.#page.word("js-gone"));
    const row = this.article(id)?.parentElement;
    if (!row) {
      this.#tellBeside(id, null);
      return;
    }
    const seq = seqOf(row);
    const { before, after } = this.#rows.around(seq);
    const focused = row.contains(document.activeElement);
    this.#take(row, seq);
    for (const other of [before, after]) if (other) this.#group(other);
    if (focused) this.#focusNear(after ?? before);
  }

  /**
   * Of a message that is not here somebody may know from elsewhere.
   * @param {number} id
   * @param {HTMLElement | null} article null when it is gone
   */
  #tellBeside(id, article) {
    this.dispatchEvent(new CustomEvent("beside", { detail: { id, article } }));
  }

  /** What had the focus is gone: it stays in its place. @param {HTMLElement | null} row */
  #focusNear(row) {
    const near = row?.querySelector("article[tabindex]") ?? this.closest(".log");
    if (near instanceof HTMLElement) near.focus({ preventScroll: true });
  }

  /** Leaves nothing, for another part of the history. */
  clear() {
    for (const part of this.querySelectorAll(":scope > .day")) part.remove();
    this.#rows.clear();
  }

  /**
   * Lets go of rows at one side, which can be loaded again.
   * @param {Side} side
   * @param {number} count how many at most
   * @param {(row: HTMLElement) => boolean} free whether a row may go; the first that may not ends it
   */
  letGo(side, count, free) {
    const rows = side === "older" ? this.#rows.all.slice(0, count) : this.#rows.all.slice(-count).reverse();
    const held = rows.findIndex((row) => !free(row));
    for (const row of held < 0 ? rows : rows.slice(0, held)) {
      if (row.previousElementSibling?.classList.contains("unread")) row.previousElementSibling.remove();
      this.#take(row, seqOf(row));
    }
    const edge = side === "older" ? this.first : this.last;
    if (edge && held !== 0) this.#span.cut(side, seqOf(edge));
  }

  /** Days are called anew: it is another day since they were. */
  nameDays() {
    for (const day of this.querySelectorAll(":scope > .day")) {
      if (day instanceof HTMLElement) this.#nameDay(day);
    }
  }

  /**
   * @param {HTMLElement} row
   * @param {number} seq
   * @param {string} day
   */
  #insert(row, seq, day) {
    const { before, after } = this.#rows.around(seq);
    this.#rows.put(seq, row);
    if (before && dayOf(before) === day) before.after(row);
    else if (after && dayOf(after) === day) after.before(row);
    else this.#newDay(day, before, after).append(row);
    for (const near of [before, row, after]) if (near) this.#group(near);
  }

  /**
   * A row leaves the log, and with the last of its day the day.
   * @param {Element} row
   * @param {number} seq
   */
  #take(row, seq) {
    const day = row.parentElement;
    this.#rows.remove(seq);
    row.remove();
    if (day && !day.querySelector(":scope > .row")) day.remove();
  }

  /**
   * A section for a day between two rows. When both are of one day (the clock was set back) that day is cut in two.
   * @param {string} day
   * @param {Element | null} before
   * @param {Element | null} after
   */
  #newDay(day, before, after) {
    const section = this.#section(day);
    const earlier = before?.parentElement;
    if (!earlier) this.prepend(section);
    else {
      earlier.after(section);
      if (after && after.parentElement === earlier) {
        const rest = this.#section(dayOf(after));
        for (let next = /** @type {Element | null} */ (after); next; ) {
          const following = next.nextElementSibling;
          rest.append(next);
          next = following;
        }
        section.after(rest);
      }
    }
    return section;
  }

  /** @param {string} day */
  #section(day) {
    const section = element("section", { class: "day", "data-day": day }, element("h2", { class: "chip chip--day" }));
    this.#nameDay(section);
    return section;
  }

  /** @param {HTMLElement} section */
  #nameDay(section) {
    const name = this.#page.dates.dayName(section.dataset["day"] ?? "", this.#page.dates.now());
    section.setAttribute("aria-label", name);
    const chip = section.querySelector(".chip--day");
    if (chip) chip.textContent = name;
  }

  /**
   * First and last of its author's group, judged by the rows beside it.
   * @param {Element} row
   */
  #group(row) {
    const own = grouped(row);
    const { before, after } = this.#rows.around(seqOf(row));
    row.classList.toggle("is-first", !together(grouped(before), own));
    row.classList.toggle("is-last", !together(own, grouped(after)));
  }
}

customElements.define("live-log", Log);

/** @param {Element | null} row */
function grouped(row) {
  return row && { ...factsOf(articleOf(row)), day: dayOf(row) };
}

/** @param {Element} row */
function seqOf(row) {
  return factsOf(articleOf(row)).seq;
}

/** @param {Element} row */
function dayOf(row) {
  return row.parentElement?.dataset["day"] ?? "";
}
