// @ts-check
/**
 * A menu that floats over the page, one at a time: arrows move in it, Esc, Tab, a press beside it and scrolling close it, and
 * the focus goes back to where it came from.
 */

import { element, icon } from "./element.js";

/** Room between the menu and the edge of the window, in CSS pixels. */
const MARGIN_PX = 8;

/** @typedef {{ act: string, icon: string, label: string, danger?: boolean }} Item */

/**
 * @typedef {object} Choice
 * @property {HTMLElement} place where the menu stands in the document: inside the landmark that it belongs to
 * @property {number} x where in the window
 * @property {number} y
 * @property {Item[]} items
 * @property {HTMLElement[]} [above] what stands above the items
 * @property {(act: string) => void} run
 * @property {(focusBack: boolean) => void} closed
 */

/** The one that is open. @type {FloatingMenu | null} */
let open = null;

export class FloatingMenu {
  #menu;
  #choice;
  #control = new AbortController();

  /** @param {Choice} choice */
  constructor(choice) {
    open?.close(false);
    open = this;
    this.#choice = choice;
    const { place, x, y, items, above = [] } = choice;
    const list = element("div", { class: "menu__list" }, ...items.map((item) => this.#button(item)));
    const menu = element("div", { class: "menu", role: "menu" }, ...above, list);
    this.#menu = menu;
    const { signal } = this.#control;
    menu.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("pointerdown", (event) => this.#pressed(event), { signal });
    addEventListener("resize", () => this.close(false), { signal });
    place.append(menu);
    menu.style.position = "fixed";
    menu.style.left = `${within(x, menu.offsetWidth, innerWidth)}px`;
    menu.style.top = `${within(y, menu.offsetHeight, innerHeight)}px`;
    menu.querySelector("button")?.focus();
  }

  /** @param {boolean} [focusBack] */
  close(focusBack = true) {
    if (this.#control.signal.aborted) return;
    this.#control.abort();
    if (open === this) open = null;
    this.#menu.remove();
    this.#choice.closed(focusBack);
  }

  /** @param {Item} item */
  #button(item) {
    const classes = item.danger ? "menu__item menu__item--danger" : "menu__item";
    const button = element("button", { type: "button", class: classes, role: "menuitem", tabindex: "-1" });
    button.append(icon(item.icon), item.label);
    button.dataset["act"] = item.act;
    button.addEventListener("click", () => {
      this.close();
      this.#choice.run(item.act);
    });
    return button;
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    if (!this.#menu.contains(/** @type {Node} */ (event.target))) this.close(false);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const buttons = [...this.#menu.querySelectorAll("button")];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + buttons.length, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      buttons[to % buttons.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.close();
    }
  }
}

/**
 * @param {number} at
 * @param {number} size
 * @param {number} most
 */
function within(at, size, most) {
  return Math.max(MARGIN_PX, Math.min(at, most - size - MARGIN_PX));
}
