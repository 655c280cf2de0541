// @ts-check
/**
 * What stands under the bubbles, as this reader sees it: which emoji are theirs, and what a click or the arrows do there. Whose an emoji
 * is stands on the row, since the bubble is the same for everybody; the counts and faces are always the server's.
 */

import { element, icon } from "../element.js";
import { whileWanted } from "../wanted.js";
import { factsOf } from "./row.js";

/** @typedef {import("../page.js").Page} Page */

/** What is offered at once, as Unicode writes each in full. */
export const QUICK = ["👍", "❤️", "🔥", "😂", "😮", "🙏"];

/** The row of a bubble. @param {HTMLElement} article */
function rowOf(article) {
  return /** @type {HTMLElement} */ (article.parentElement);
}

/**
 * What this reader put under a message.
 * @param {Element} row
 * @returns {string[]}
 */
export function mineOf(row) {
  const mine = row instanceof HTMLElement ? row.dataset["mine"] : "";
  return mine ? mine.split(" ") : [];
}

/**
 * @param {HTMLElement} row
 * @param {string[]} mine
 * @param {Page} page
 */
export function setMine(row, mine, page) {
  row.dataset["mine"] = mine.join(" ");
  dressReactions(row, page);
}

/**
 * Marks the reader's own under a bubble.
 * @param {Element} row
 * @param {Page} page
 */
export function dressReactions(row, page) {
  const mine = mineOf(row);
  for (const chip of chipsOf(row)) {
    const own = mine.includes(emojiOf(chip));
    chip.tabIndex = -1;
    chip.dataset["label"] ??= chip.getAttribute("aria-label") ?? "";
    const label = chip.dataset["label"];
    chip.setAttribute("aria-pressed", String(own));
    chip.setAttribute("aria-label", own ? page.word("js-reaction-mine", { label }) : label);
  }
}

/**
 * @param {string[]} mine
 * @param {string} emoji
 * @param {boolean} on whether it is to be there
 */
export function withEmoji(mine, emoji, on) {
  const others = mine.filter((own) => own !== emoji);
  return on ? [...others, emoji] : others;
}

export class Reactions {
  #page;
  #send;
  #signal;

  /**
   * @param {HTMLElement} log
   * @param {Page} page
   * @param {(message: number, emoji: string, on: boolean) => Promise<boolean>} send whether it was done
   * @param {AbortSignal} signal
   */
  constructor(log, page, send, signal) {
    this.#page = page;
    this.#send = send;
    this.#signal = signal;
    log.addEventListener("click", (event) => this.#click(event), { signal });
    log.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  /**
   * What the menu of a message begins with: the usual emoji and the way to all others.
   * @param {HTMLElement} article
   * @param {() => void} close closes the menu
   */
  quickRow(article, close) {
    const mine = mineOf(rowOf(article));
    const button = (/** @type {Record<string, string>} */ attributes, /** @type {Node | string} */ content, /** @type {() => void} */ act) => {
      const made = element("button", { type: "button", tabindex: "-1", ...attributes }, content);
      made.addEventListener("click", () => {
        close();
        act();
      });
      return made;
    };
    const usual = QUICK.map((emoji) => {
      const own = mine.includes(emoji);
      const attributes = { role: "menuitemcheckbox", "aria-checked": String(own), class: own ? "is-mine" : "" };
      return button({ ...attributes, "aria-label": emoji, "data-emoji": emoji }, emoji, () => void this.toggle(article, emoji));
    });
    const label = this.#page.word("js-emoji-all");
    const all = button({ role: "menuitem", "aria-label": label, title: label, "data-act": "emoji" }, icon("down"), () =>
      void this.#chooseFromAll(article),
    );
    return element("div", { class: "menu__quick", role: "group", "aria-label": this.#page.word("js-react") }, ...usual, all);
  }

  /**
   * Puts an emoji under a message, or takes mine away. It looks so at once; what the server then says stands.
   * @param {HTMLElement} article
   * @param {string} emoji
   */
  async toggle(article, emoji) {
    const row = rowOf(article);
    const on = !mineOf(row).includes(emoji);
    setMine(row, withEmoji(mineOf(row), emoji, on), this.#page);
    if (await this.#send(factsOf(article).id, emoji, on)) return;
    setMine(row, withEmoji(mineOf(row), emoji, !on), this.#page);
  }

  /** @param {HTMLElement} article */
  async #chooseFromAll(article) {
    const anchor = article.querySelector(".bubble") ?? article;
    const { id } = factsOf(article);
    const now = () => document.getElementById(`m${id}`);
    const picker = await whileWanted(() => import("../emoji/picker.js"), anchor, this.#signal);
    void picker?.openPicker({
      anchor,
      page: this.#page,
      signal: this.#signal,
      pick: (emoji) => {
        const message = now();
        if (message) void this.toggle(message, emoji);
      },
      closed: () => now()?.focus(),
    });
  }

  /** @param {Event} event */
  #click(event) {
    const chip = event.target instanceof Element ? event.target.closest(".reaction") : null;
    const article = chip?.closest("article");
    if (chip && article instanceof HTMLElement) void this.toggle(article, emojiOf(chip));
  }

  /** From a message the arrows lead through what stands under it; Esc and the other arrows lead back. @param {KeyboardEvent} event */
  #key(event) {
    const article = event.target instanceof Element ? event.target.closest("article") : null;
    if (!(article instanceof HTMLElement)) return;
    const chips = chipsOf(article);
    const at = chips.findIndex((chip) => chip === event.target);
    if (at < 0 && event.target !== article) return;
    if (event.key === "ArrowRight") chips[Math.min(at + 1, chips.length - 1)]?.focus();
    else if (at >= 0 && event.key === "ArrowLeft") (chips[at - 1] ?? article).focus();
    else if (at >= 0 && ["Escape", "ArrowUp", "ArrowDown"].includes(event.key)) article.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * Gives the focus that a bubble had to the one in its place, be it on the bubble or on what stood under it.
 * @param {HTMLElement} from
 * @returns {((to: HTMLElement) => void) | null} null when it was not there
 */
export function focusIn(from) {
  const focused = document.activeElement;
  if (!focused || !from.contains(focused)) return null;
  if (focused === from) return (to) => to.focus();
  if (!focused.matches(".reaction")) return null;
  return (to) => (chipsOf(to).find((chip) => emojiOf(chip) === emojiOf(focused)) ?? to).focus();
}

/** @param {Element} part @returns {HTMLElement[]} */
function chipsOf(part) {
  return [...part.querySelectorAll(".reaction")].filter((chip) => chip instanceof HTMLElement);
}

/** @param {Element} chip */
function emojiOf(chip) {
  return chip instanceof HTMLElement ? (chip.dataset["emoji"] ?? "") : "";
}
