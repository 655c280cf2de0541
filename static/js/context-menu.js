// @ts-check
/**
 * What can be done with a thing of a list: by a right click, a long press or the menu key. One menu at a time. A wheel on the list
 * closes it, as any press beside it does; a list that moves because something came does not. Esc gives the focus back.
 */

import { Menu } from "./menu.js";

/** How long a finger rests until it means the menu, in milliseconds. */
const LONG_PRESS_MS = 500;
/** How far a finger may move while it rests, in CSS pixels. */
const REST_PX = 10;

/** @typedef {import("./menu.js").Item} Item */

/**
 * @typedef {object} Means
 * @property {string} subject selects the things that have a menu
 * @property {string} [notOurs] selects what of them keeps the browser's own menu and a finger's own meaning
 * @property {HTMLElement} place where the menu stands in the document: in the landmark that it belongs to
 * @property {(subject: HTMLElement) => Item[]} items what this one allows
 * @property {(subject: HTMLElement, close: () => void) => HTMLElement} [head] a row of buttons above the items
 * @property {(act: string, subject: HTMLElement, part: Element | null) => void} run `part`: on what of it the menu was opened
 * @property {(subject: HTMLElement, open: boolean) => void} mark shows which one the menu is about
 * @property {(subject: HTMLElement) => HTMLElement | null} focus what gets the focus back
 */

export class ContextMenu {
  #means;
  /** @type {Menu | null} */
  #menu = null;
  /** @type {HTMLElement | null} */
  #subject = null;
  /** A finger opened the menu and still rests: what it rests on is not meant when it goes. */
  #resting = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #press;
  /** @type {{ x: number, y: number }} */
  #finger = { x: 0, y: 0 };

  /**
   * @param {HTMLElement} box the list, which scrolls
   * @param {Means} means
   * @param {AbortSignal} [signal] it goes before the page does
   */
  constructor(box, means, signal = new AbortController().signal) {
    this.#means = means;
    box.addEventListener("click", (event) => this.#afterPress(event), { capture: true });
    box.addEventListener("contextmenu", (event) => this.#context(event));
    box.addEventListener("pointerdown", (event) => this.#down(event));
    for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, () => clearTimeout(this.#press));
    box.addEventListener("pointermove", (event) => this.#move(event));
    box.addEventListener("wheel", () => this.close(false), { passive: true });
    signal.addEventListener("abort", () => clearTimeout(this.#press));
  }

  /**
   * @param {HTMLElement} subject
   * @param {number} x where in the window
   * @param {number} y
   * @param {EventTarget | null} [part] of the subject
   */
  open(subject, x, y, part = null) {
    const { items, head, place, run, mark, focus } = this.#means;
    const offered = items(subject);
    if (!offered.length) return;
    this.close(false);
    const on = part instanceof Element ? part : null;
    const closed = (/** @type {boolean} */ focusBack) => {
      this.#menu = null;
      this.#subject = null;
      mark(subject, false);
      if (focusBack) focus(subject)?.focus();
    };
    const above = head ? [head(subject, () => this.close())] : [];
    this.#menu = new Menu(offered, above, (act) => run(act, subject, on), closed);
    this.#subject = subject;
    mark(subject, true);
    this.#menu.open(place, x, y);
  }

  /** @param {boolean} [focusBack] */
  close(focusBack = true) {
    this.#menu?.close(focusBack);
  }

  /** @param {MouseEvent} event */
  #afterPress(event) {
    if (!this.#resting) return;
    this.#resting = false;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What is not ours and selected text keep the browser's own menu. @param {MouseEvent} event */
  #context(event) {
    const subject = this.#at(event);
    if (!subject || String(getSelection())) return;
    event.preventDefault();
    if (this.#subject === subject) return;
    const { left, top } = subject.getBoundingClientRect();
    // The menu key has no place of its own.
    this.open(subject, event.clientX || left, event.clientY || top, event.target);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    clearTimeout(this.#press);
    this.#resting = false;
    const [subject, part] = [this.#at(event), event.target];
    if (event.pointerType !== "touch" || !subject || closest(event, "button")) return;
    this.#finger = { x: event.clientX, y: event.clientY };
    this.#press = setTimeout(() => {
      this.#resting = true;
      this.open(subject, this.#finger.x, this.#finger.y, part);
    }, LONG_PRESS_MS);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (Math.hypot(event.clientX - this.#finger.x, event.clientY - this.#finger.y) > REST_PX) clearTimeout(this.#press);
  }

  /** @param {Event} event */
  #at(event) {
    const { subject, notOurs } = this.#means;
    return notOurs && closest(event, notOurs) ? null : closest(event, subject);
  }

}

/**
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}
