// @ts-check
/** The quiet bar that says the page is not live. A short interruption is not worth a word. */

import { element } from "./element.js";
import { later } from "./part.js";

/** How long the page may be without a connection before it says so, in milliseconds. */
const QUIET_MS = 2_000;

export class ConnectionBar extends HTMLElement {
  #text = element("span");
  #button = element("button", { type: "button", class: "btn btn-quiet btn--sm" });
  /** @type {import("./page.js").Page} */
  #page = later();
  /** @type {() => void} */
  #told = later();
  /** @type {ReturnType<typeof setTimeout> | null} */
  #soon = null;

  /**
   * @param {import("./page.js").Page} page
   * @param {() => void} retry
   * @param {() => void} told the page says that it is not live
   */
  start(page, retry, told) {
    this.#page = page;
    this.#told = told;
    this.#button.textContent = page.word("js-reconnect");
    this.#button.addEventListener("click", retry);
    this.replaceChildren(element("span", { class: "spin", "aria-hidden": "true" }), this.#text, this.#button);
  }

  /** The server wants no connection of this page any more: only a new page helps. */
  ended() {
    const { word } = this.#page;
    const reload = element("button", { type: "button", class: "btn btn-quiet btn--sm" }, word("js-reload"));
    reload.addEventListener("click", () => location.reload());
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.replaceChildren(element("span", {}, word("js-ended")), reload);
    this.hidden = false;
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
      this.hidden = true;
    } else if (this.#soon === null) {
      this.#soon = setTimeout(() => {
        this.hidden = false;
        this.#told();
      }, QUIET_MS);
    }
  }
}

customElements.define("live-connection-bar", ConnectionBar);
