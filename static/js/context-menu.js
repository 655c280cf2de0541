// @ts-check
/**
 * What can be done with a thing of a list: by a right click, a long press or the menu key. One menu at a time; arrows move in
 * it, Esc, a press beside it and scrolling close it, and Esc gives the focus back.
 */

import { element, icon } from "./element.js";

/** How long a finger rests until it means the menu, in milliseconds. */
const LONG_PRESS_MS = 500;
/** How far a finger may move while it rests, in CSS pixels. */
const REST_PX = 10;
/** Room between the menu and the edge of the window, in CSS pixels. */
const MARGIN_PX = 8;

/** @typedef {{ act: string, icon: string, label: string, danger?: boolean }} Item */

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
  /** @type {HTMLElement | null} */
  #menu = null;
  /** @type {HTMLElement | null} */
  #subject = null;
  /** @type {Element | null} */
  #part = null;
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
    box.addEventListener("scroll", () => this.close(false), { passive: true });
    const outside = (/** @type {Event} */ event) => {
      if (this.#menu && !this.#menu.contains(/** @type {Node} */ (event.target))) this.close(false);
    };
    document.addEventListener("pointerdown", outside, { signal });
    addEventListener("resize", () => this.close(false), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#press));
  }

  /**
   * @param {HTMLElement} subject
   * @param {number} x where in the window
   * @param {number} y
   * @param {EventTarget | null} [part] of the subject
   */
  open(subject, x, y, part = null) {
    const { items, head, place, mark } = this.#means;
    const offered = items(subject);
    if (!offered.length) return;
    this.close(false);
    const list = element("div", { class: "menu__list" }, ...offered.map((item) => this.#button(item)));
    const above = head ? [head(subject, () => this.close())] : [];
    const menu = element("div", { class: "menu", role: "menu" }, ...above, list);
    menu.addEventListener("keydown", (event) => this.#key(event));
    this.#menu = menu;
    this.#subject = subject;
    this.#part = part instanceof Element ? part : null;
    mark(subject, true);
    place.append(menu);
    menu.style.position = "fixed";
    menu.style.left = `${within(x, menu.offsetWidth, innerWidth)}px`;
    menu.style.top = `${within(y, menu.offsetHeight, innerHeight)}px`;
    list.querySelector("button")?.focus();
  }

  /** @param {boolean} [focusBack] */
  close(focusBack = true) {
    const subject = this.#subject;
    if (!this.#menu || !subject) return;
    this.#menu.remove();
    this.#menu = null;
    this.#subject = null;
    this.#means.mark(subject, false);
    if (focusBack) this.#means.focus(subject)?.focus();
  }

  /** @param {Item} item */
  #button(item) {
    const classes = item.danger ? "menu__item menu__item--danger" : "menu__item";
    const button = element("button", { type: "button", class: classes, role: "menuitem", tabindex: "-1" });
    button.append(icon(item.icon), item.label);
    button.dataset["act"] = item.act;
    button.addEventListener("click", () => {
      const [subject, part] = [this.#subject, this.#part];
      this.close();
      if (subject) this.#means.run(item.act, subject, part);
    });
    return button;
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

  /** @param {KeyboardEvent} event */
  #key(event) {
    const all = (/** @type {string} */ which) => [...(this.#menu?.querySelectorAll(`${which} button`) ?? [])];
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

/**
 * @param {number} at
 * @param {number} size
 * @param {number} most
 */
function within(at, size, most) {
  return Math.max(MARGIN_PX, Math.min(at, most - size - MARGIN_PX));
}

/**
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}
