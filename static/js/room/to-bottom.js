// @ts-check
/** The round button that goes down, with the number of messages there that are unread. */

import { element, iconButton } from "../element.js";
import { badge } from "../models/unread.js";
import { later, Part } from "../part.js";

/** @typedef {{ endInSight: () => boolean, unread: () => number, go: () => void }} Means */

export class ToBottom extends Part {
  #count = element("span", { class: "count" });
  #button = iconButton("down", "", "to-bottom");
  /** @type {import("../page.js").Page} */
  #page = later();
  /** @type {Means} */
  #means = later();

  /**
   * @param {HTMLElement} box the scrolling log
   * @param {import("../page.js").Page} page
   * @param {Means} means
   */
  start(box, page, means) {
    this.#page = page;
    this.#means = means;
    this.#button.append(this.#count);
    this.#button.addEventListener("click", means.go);
    // It goes away when it has done its work: the focus stays where one types.
    this.#button.addEventListener("mousedown", (event) => event.preventDefault());
    this.append(this.#button);
    box.addEventListener("scroll", () => this.show(), { passive: true, signal: this.signal });
    this.show();
  }

  /** What is below may be other than before. */
  show() {
    const unread = this.#means.unread();
    const { word } = this.#page;
    const label = unread ? word("js-to-bottom-count", { n: unread }) : word("js-to-bottom");
    this.#button.hidden = this.#means.endInSight();
    this.#count.hidden = !unread;
    this.#count.textContent = badge(unread);
    this.#button.setAttribute("aria-label", label);
  }
}

customElements.define("live-to-bottom", ToBottom);
