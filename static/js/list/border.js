// @ts-check
/** The border of the list can be moved, by a pointer or the arrows. `early.js` puts it where it was left, in this browser. */

import { setAttributes } from "../element.js";

/** How narrow and how wide the list may be, in CSS pixels. */
const [NARROW_PX, WIDE_PX] = [280, 420];
/** How far one press of an arrow moves its border, in CSS pixels. */
const STEP_PX = 10;
/** Where its width is remembered, for `early.js`. */
const KEY = "list-width";

export class ListBorder extends HTMLElement {
  #list;

  /**
   * @param {HTMLElement} list the left pane
   * @param {string} label what the border is called
   */
  constructor(list, label) {
    super();
    this.#list = list;
    setAttributes(this, {
      class: "list__border",
      role: "separator",
      tabindex: "0",
      "aria-orientation": "vertical",
      "aria-label": label,
      "aria-valuemin": String(NARROW_PX),
      "aria-valuemax": String(WIDE_PX),
    });
    this.#say();
    this.addEventListener("pointerdown", (event) => this.#grab(event));
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  get #width() {
    return this.#list.getBoundingClientRect().width;
  }

  get #sign() {
    return getComputedStyle(this.#list).direction === "rtl" ? -1 : 1;
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button !== 0) return;
    const [from, width, sign] = [event.clientX, this.#width, this.#sign];
    const move = (/** @type {PointerEvent} */ at) => this.#set(width + sign * (at.clientX - from));
    const held = new AbortController();
    this.setPointerCapture(event.pointerId);
    this.addEventListener("pointermove", move, { signal: held.signal });
    this.addEventListener("lostpointercapture", () => {
      held.abort();
      this.#keep();
    }, { once: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = { ArrowLeft: -STEP_PX * this.#sign, ArrowRight: STEP_PX * this.#sign }[event.key];
    const to = by === undefined ? { Home: NARROW_PX, End: WIDE_PX }[event.key] : this.#width + by;
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#set(to);
    this.#keep();
  }

  /** @param {number} width CSS pixels */
  #set(width) {
    const fits = Math.round(Math.max(NARROW_PX, Math.min(WIDE_PX, width)));
    document.documentElement.style.setProperty("--lc-list", `${fits}px`);
    this.#say(fits);
  }

  #say(width = Math.round(this.#width)) {
    this.setAttribute("aria-valuenow", String(Math.max(NARROW_PX, Math.min(WIDE_PX, width))));
  }

  #keep() {
    try {
      localStorage.setItem(KEY, String(Math.round(this.#width)));
    } catch {
      // Without a storage it stays for as long as the page does.
    }
  }
}

customElements.define("live-list-border", ListBorder);
