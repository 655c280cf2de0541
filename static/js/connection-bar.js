// @ts-check
/** The quiet bar that says the page is not live. A short interruption is not worth a word. */

import { element } from "./element.js";

/** How long the page may be without a connection before it says so, in milliseconds. */
const QUIET_MS = 2_000;

export class ConnectionBar {
  #bar;
  #text = element("span");
  #button;
  #page;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #soon = null;

  /**
   * @param {HTMLElement} bar
   * @param {import("./page.js").Page} page
   * @param {() => void} retry
   */
  constructor(bar, page, retry) {
    this.#bar = bar;
    this.#page = page;
    this.#button = element("button", { type: "button", class: "btn btn-quiet btn--sm" }, page.word("js-reconnect"));
    this.#button.addEventListener("click", retry);
    bar.replaceChildren(element("span", { class: "spin", "aria-hidden": "true" }), this.#text, this.#button);
  }

  /** The server wants no connection of this page any more: only a new page helps. */
  ended() {
    const { word } = this.#page;
    const reload = element("button", { type: "button", class: "btn btn-quiet btn--sm" }, word("js-reload"));
    reload.addEventListener("click", () => location.reload());
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#bar.replaceChildren(element("span", {}, word("js-ended")), reload);
    this.#bar.hidden = false;
  }

  /**
   * @param {boolean} live
   * @param {boolean} slow whether the next try is some time away
   * @param {number} waiting messages that wait to be sent
   */
  show(live, slow, waiting) {
    this.#button.hidden = !slow;
    this.#text.textContent =
      slow && waiting ? this.#page.word("js-connecting-queued", { n: waiting }) : this.#page.word("js-connecting");
    if (live) {
      if (this.#soon !== null) clearTimeout(this.#soon);
      this.#soon = null;
      this.#bar.hidden = true;
    } else if (this.#soon === null) {
      this.#soon = setTimeout(() => (this.#bar.hidden = false), QUIET_MS);
    }
  }
}
