// @ts-check
/** A menu that floats over the page: arrows move in it; Esc, Tab, a press beside it and another size of the window close it. */

import { element, icon } from "./element.js";
import { Part } from "./part.js";

/** Room between the menu and the edge of the window, in CSS pixels. */
const MARGIN_PX = 8;

/** @typedef {{ act: string, icon: string, label: string, danger?: boolean }} Item */

export class Menu extends Part {
  #chosen;
  #closed;

  /**
   * @param {Item[]} items
   * @param {HTMLElement[]} above a row of buttons above the items, if any
   * @param {(act: string) => void} chosen
   * @param {(focusBack: boolean) => void} closed
   */
  constructor(items, above, chosen, closed) {
    super();
    this.#chosen = chosen;
    this.#closed = closed;
    this.className = "menu";
    this.setAttribute("role", "menu");
    this.append(...above, element("div", { class: "menu__list" }, ...items.map((item) => this.#button(item))));
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * @param {HTMLElement} place where it stands in the document: in the landmark that it belongs to
   * @param {number} x where in the window
   * @param {number} y
   */
  open(place, x, y) {
    const outside = (/** @type {Event} */ event) => {
      if (!this.contains(/** @type {Node} */ (event.target))) this.close(false);
    };
    document.addEventListener("pointerdown", outside, { signal: this.signal });
    addEventListener("resize", () => this.close(false), { signal: this.signal });
    place.append(this);
    this.style.position = "fixed";
    this.style.left = `${within(x, this.offsetWidth, innerWidth)}px`;
    this.style.top = `${within(y, this.offsetHeight, innerHeight)}px`;
    const first = this.querySelector(".menu__list button");
    if (first instanceof HTMLElement) first.focus();
  }

  /** @param {boolean} [focusBack] */
  close(focusBack = true) {
    if (!this.isConnected) return;
    this.remove();
    this.#closed(focusBack);
  }

  /** @param {Item} item */
  #button(item) {
    const classes = item.danger ? "menu__item menu__item--danger" : "menu__item";
    const button = element("button", { type: "button", class: classes, role: "menuitem", tabindex: "-1" });
    button.append(icon(item.icon), item.label);
    button.dataset["act"] = item.act;
    button.addEventListener("click", () => {
      this.close();
      this.#chosen(item.act);
    });
    return button;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const all = (/** @type {string} */ which) => [...this.querySelectorAll(`${which} button`)];
    // The row above the items is one stop on the way down.
    const stops = [all(".menu__quick"), ...all(".menu__list").map((item) => [item])].filter((stop) => stop.length);
    const at = stops.findIndex((stop) => stop.includes(/** @type {Element} */ (document.activeElement)));
    const stop = stops[at] ?? [];
    const along = stop.indexOf(/** @type {Element} */ (document.activeElement));
    const toStop = (/** @type {number} */ by) => stops.at((at + by) % stops.length)?.[0];
    const toSide = (/** @type {number} */ by) => stop.at((along + by) % stop.length);
    /** @type {Record<string, () => Element | undefined>} */
    const ways = {
      ArrowDown: () => toStop(1),
      ArrowUp: () => toStop(-1),
      ArrowRight: () => toSide(1),
      ArrowLeft: () => toSide(-1),
      Home: () => stops[0]?.[0],
      End: () => stops.at(-1)?.[0],
    };
    const to = ways[event.key]?.();
    if (to instanceof HTMLElement) {
      event.preventDefault();
      to.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}

customElements.define("live-menu", Menu);

/**
 * @param {number} at
 * @param {number} size
 * @param {number} most
 */
function within(at, size, most) {
  return Math.max(MARGIN_PX, Math.min(at, most - size - MARGIN_PX));
}
