// @ts-check
/**
 * What can be done with a message: by its button, a right click, a long press, or the keyboard (Enter or the menu key on
 * a focused message). One menu at a time; arrows move in it, Esc closes it and gives the focus back.
 */

import { element, icon } from "../element.js";
import { articleOf } from "./row.js";

/** How long a finger rests until it means the menu, in milliseconds. */
const LONG_PRESS_MS = 500;
/** How far a finger may move while it rests, in CSS pixels. */
const REST_PX = 10;
/** Room between the menu and the edge of the window, in CSS pixels. */
const MARGIN_PX = 8;
/** What keeps the browser's own menu and a finger's own meaning. */
const NOT_OURS = ".bubble__text a, audio, video";

/** @typedef {{ act: string, icon: string, label: string, danger?: boolean }} Item */

export class MessageMenu {
  #place;
  #items;
  #run;
  #head;
  /** @type {HTMLElement | null} */
  #menu = null;
  /** @type {HTMLElement | null} */
  #article = null;
  /** What of the bubble the menu was opened on. @type {Element | null} */
  #part = null;
  /** A finger opened the menu and still rests: what it rests on is not meant when it goes. */
  #resting = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #press;
  /** @type {{ x: number, y: number }} */
  #finger = { x: 0, y: 0 };

  /**
   * @param {HTMLElement} log
   * @param {(article: HTMLElement) => Item[]} items what this message allows
   * @param {(act: string, article: HTMLElement, part: Element | null) => void} run
   * @param {(article: HTMLElement, close: () => void) => HTMLElement} head a row of buttons above the items
   * @param {AbortSignal} signal
   */
  constructor(log, items, run, head, signal) {
    // Inside the landmark that it belongs to.
    this.#place = log.closest("main") ?? document.body;
    this.#items = items;
    this.#run = run;
    this.#head = head;
    log.addEventListener("click", (event) => this.#click(event));
    log.addEventListener("click", (event) => this.#afterPress(event), { capture: true });
    log.addEventListener("contextmenu", (event) => this.#context(event));
    log.addEventListener("keydown", (event) => this.#key(event));
    log.addEventListener("pointerdown", (event) => this.#down(event));
    for (const end of ["pointerup", "pointercancel"]) log.addEventListener(end, () => clearTimeout(this.#press));
    log.addEventListener("pointermove", (event) => this.#move(event));
    log.addEventListener("scroll", () => this.close(false), { passive: true });
    const outside = (/** @type {Event} */ event) => {
      if (this.#menu && !this.#menu.contains(/** @type {Node} */ (event.target))) this.close(false);
    };
    document.addEventListener("pointerdown", outside, { signal });
    addEventListener("resize", () => this.close(false), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#press));
  }

  /**
   * @param {HTMLElement} article
   * @param {number} x where in the window
   * @param {number} y
   * @param {EventTarget | null} [part] of the bubble
   */
  open(article, x, y, part = null) {
    const items = this.#items(article);
    if (!items.length) return;
    this.close(false);
    const list = element("div", { class: "menu__list" });
    for (const item of items) list.append(this.#button(item));
    const menu = element("div", { class: "menu", role: "menu" }, this.#head(article, () => this.close()), list);
    menu.addEventListener("keydown", (event) => this.#menuKey(event));
    this.#menu = menu;
    this.#article = article;
    this.#part = part instanceof Element ? part : null;
    article.parentElement?.classList.add("is-open");
    this.#place.append(menu);
    menu.style.position = "fixed";
    menu.style.left = `${Math.max(MARGIN_PX, Math.min(x, innerWidth - menu.offsetWidth - MARGIN_PX))}px`;
    menu.style.top = `${Math.max(MARGIN_PX, Math.min(y, innerHeight - menu.offsetHeight - MARGIN_PX))}px`;
    list.querySelector("button")?.focus();
  }

  /** @param {boolean} [focusBack] */
  close(focusBack = true) {
    if (!this.#menu) return;
    this.#menu.remove();
    this.#menu = null;
    this.#article?.parentElement?.classList.remove("is-open");
    if (focusBack) this.#article?.focus();
    this.#article = null;
  }

  /** @param {Item} item */
  #button(item) {
    const classes = item.danger ? "menu__item menu__item--danger" : "menu__item";
    const button = element("button", { type: "button", class: classes, role: "menuitem", tabindex: "-1" });
    button.append(icon(item.icon), item.label);
    button.dataset["act"] = item.act;
    button.addEventListener("click", () => {
      const [article, part] = [this.#article, this.#part];
      this.close();
      if (article) this.#run(item.act, article, part);
    });
    return button;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = closest(event, ".msg__act");
    const article = button && closest(event, "article");
    if (!article) return;
    const act = button.dataset["act"] ?? "";
    if (act !== "menu") this.#run(act, article, null);
    else {
      const { left, bottom } = button.getBoundingClientRect();
      this.open(article, left, bottom);
    }
  }

  /** @param {MouseEvent} event */
  #afterPress(event) {
    if (!this.#resting) return;
    this.#resting = false;
    event.preventDefault();
    event.stopPropagation();
  }

  /** A link in a text, a player and selected text keep the browser's own menu. @param {MouseEvent} event */
  #context(event) {
    const article = closest(event, "article");
    if (!article || closest(event, NOT_OURS) || String(getSelection())) return;
    event.preventDefault();
    if (this.#article === article) return;
    const { left, top } = article.getBoundingClientRect();
    // The menu key has no place of its own.
    this.open(article, event.clientX || left, event.clientY || top, event.target);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    clearTimeout(this.#press);
    this.#resting = false;
    const [article, part] = [closest(event, "article"), event.target];
    if (event.pointerType !== "touch" || !article || closest(event, `${NOT_OURS}, button`)) return;
    this.#finger = { x: event.clientX, y: event.clientY };
    this.#press = setTimeout(() => {
      this.#resting = true;
      this.open(article, this.#finger.x, this.#finger.y, part);
    }, LONG_PRESS_MS);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (Math.hypot(event.clientX - this.#finger.x, event.clientY - this.#finger.y) > REST_PX) clearTimeout(this.#press);
  }

  /** Messages are reached with the arrows from the log. @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const log = /** @type {HTMLElement} */ (event.currentTarget);
    const onMessage = target.matches("article.msg");
    if (onMessage && event.key === "Enter") {
      const { left, top } = target.getBoundingClientRect();
      this.open(target, left, top);
    } else if (onMessage && event.key === "Escape") log.focus();
    else if ((onMessage || target === log) && event.key === "ArrowUp") step(log, target, -1);
    else if (onMessage && event.key === "ArrowDown") step(log, target, 1);
    else return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  #menuKey(event) {
    const all = (/** @type {string} */ which) => [...(this.#menu?.querySelectorAll(`${which} button`) ?? [])];
    // The row above the items is one stop on the way down.
    const stops = [all(".menu__quick"), ...all(".menu__list").map((item) => [item])];
    const at = stops.findIndex((stop) => stop.includes(/** @type {Element} */ (document.activeElement)));
    const stop = stops[at] ?? [];
    const within = stop.indexOf(/** @type {Element} */ (document.activeElement));
    const down = (/** @type {number} */ by) => stops.at((at + by) % stops.length)?.[0];
    const along = (/** @type {number} */ by) => stop.at((within + by) % stop.length);
    /** @type {Record<string, () => Element | undefined>} */
    const ways = {
      ArrowDown: () => down(1),
      ArrowUp: () => down(-1),
      ArrowRight: () => along(1),
      ArrowLeft: () => along(-1),
      Home: () => stops[0]?.[0],
      End: () => stops.at(-1)?.[0],
    };
    const to = ways[event.key]?.();
    if (to instanceof HTMLElement) {
      event.preventDefault();
      to.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.close();
    }
  }
}

/**
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * Moves the focus from message to message; from the log itself to the last one.
 * @param {HTMLElement} log
 * @param {HTMLElement} from
 * @param {number} by
 */
function step(log, from, by) {
  const messages = [...log.querySelectorAll(".day > .row:not(.is-system)")].map(articleOf);
  const at = messages.indexOf(from);
  messages[(at < 0 ? messages.length : at) + by]?.focus();
}
