// @ts-check
/** The round button that goes down, with the number of messages that came while something older was read. */

import { element, iconButton } from "../element.js";
import { badge } from "../models/unread.js";

export class ToBottom {
  #button;
  #count = element("span", { class: "count" });
  #page;
  #endInSight;
  #missed = 0;

  /**
   * @param {HTMLElement} box the scrolling log
   * @param {HTMLElement} place where the button goes
   * @param {import("../page.js").Page} page
   * @param {() => boolean} endInSight whether there is nowhere to go
   * @param {() => void} go
   */
  constructor(box, place, page, endInSight, go) {
    this.#page = page;
    this.#endInSight = endInSight;
    this.#button = iconButton("down", page.word("js-to-bottom"), "to-bottom");
    this.#button.append(this.#count);
    this.#button.addEventListener("click", go);
    place.append(this.#button);
    box.addEventListener("scroll", () => this.#follow(), { passive: true });
    this.#show();
  }

  /** Somebody wrote while the end was out of sight. */
  missed() {
    this.#missed += 1;
    this.#show();
  }

  #follow() {
    if (this.#endInSight()) this.#missed = 0;
    this.#show();
  }

  #show() {
    this.#button.hidden = this.#endInSight() && !this.#missed;
    this.#count.hidden = !this.#missed;
    this.#count.textContent = badge(this.#missed);
    const { word } = this.#page;
    this.#button.setAttribute(
      "aria-label",
      this.#missed ? word("js-to-bottom-count", { n: this.#missed }) : word("js-to-bottom"),
    );
  }
}
