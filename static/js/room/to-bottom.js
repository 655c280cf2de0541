// @ts-check
/** The round button that goes down, with the number of messages there that are unread. */

import { element, iconButton } from "../element.js";
import { badge } from "../models/unread.js";

export class ToBottom {
  #button;
  #count = element("span", { class: "count" });
  #page;
  #endInSight;
  #unread;

  /**
   * @param {HTMLElement} box the scrolling log
   * @param {HTMLElement} place where the button goes
   * @param {import("../page.js").Page} page
   * @param {{ endInSight: () => boolean, unread: () => number, go: () => void }} means
   */
  constructor(box, place, page, { endInSight, unread, go }) {
    this.#page = page;
    this.#endInSight = endInSight;
    this.#unread = unread;
    this.#button = iconButton("down", page.word("js-to-bottom"), "to-bottom");
    this.#button.append(this.#count);
    this.#button.addEventListener("click", go);
    place.append(this.#button);
    box.addEventListener("scroll", () => this.show(), { passive: true });
    this.show();
  }

  /** What is below may be other than before. */
  show() {
    const unread = this.#unread();
    const { word } = this.#page;
    const label = unread ? word("js-to-bottom-count", { n: unread }) : word("js-to-bottom");
    this.#button.hidden = this.#endInSight();
    this.#count.hidden = !unread;
    this.#count.textContent = badge(unread);
    this.#button.setAttribute("aria-label", label);
  }
}
