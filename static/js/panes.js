// @ts-check
/** The right side of the page: puts panes into it, and what stands there while one is coming or does not come. */

import { element, icon } from "./element.js";
import { fromServer } from "./markup.js";
import { roomOf } from "./page.js";
import { toast } from "./toasts.js";

/** How many lines stand for a conversation that is coming. */
const LINES = 6;

/**
 * @typedef {object} Hooks
 * @property {() => void} close the room in view is left: its parts end when its pane leaves the page
 * @property {(pane: HTMLElement, room: import("./page.js").RoomFacts | null, hash: string) => void} open
 * @property {(room: number, text: string) => void} typed in a room before it was there
 */

export class Panes {
  #page;
  #rooms;
  #hooks;
  #list = /** @type {HTMLElement} */ (document.getElementById("list"));
  #bar = document.getElementById("conn");
  /** Where the keys go while a room is coming. @type {HTMLTextAreaElement} */
  #early;
  /** The room that was chosen last. @type {number | null} */
  #expected = null;
  /** The room that was in view last: where the list goes on. @type {number | null} */
  #left = null;

  /**
   * @param {import("./page.js").Page} page
   * @param {import("./rooms.js").Rooms} rooms
   * @param {Hooks} hooks
   */
  constructor(page, rooms, hooks) {
    this.#page = page;
    this.#rooms = rooms;
    this.#hooks = hooks;
    const label = page.word("js-loading");
    this.#early = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "early", rows: "1", dir: "auto", "aria-label": label }));
    addEventListener("pagehide", () => this.#keepTyped());
  }

  /** Which room the pane in view shows; null for none. */
  get facts() {
    return roomOf(this.#pane);
  }

  /** What the server rendered with the page. @param {string} hash */
  adopt(hash) {
    this.#open(this.#pane, hash);
  }

  /**
   * What is in view is left from here on, even while the other one is not there yet: no key goes into it any more.
   * @param {number | null} room was chosen, null for none
   */
  expect(room) {
    this.#keepTyped();
    this.#early.remove();
    this.#expected = room;
    this.#rooms.mark(room);
    const leaves = room !== this.#page.room;
    this.#pane.inert = leaves;
    if (!leaves || room === null) return;
    this.#early.classList.add("visually-hidden");
    this.#page.app.append(this.#early);
    this.#typeEarly();
  }

  /** @param {number | null} room that takes a while to come */
  wait(room) {
    const { word } = this.#page;
    const line = element("p", { class: "visually-hidden", role: "status" }, word("js-loading"));
    const lines = Array.from({ length: LINES }, () => element("span"));
    const box = element("div", { class: "composer__box" }, element("div", { class: "composer__row" }, this.#early));
    this.#early.classList.remove("visually-hidden");
    const waiting = element("div", { class: "waiting", "aria-hidden": "true" }, ...lines);
    this.#stand(room, line, waiting, element("div", { class: "composer composer--early" }, box));
    this.#typeEarly();
  }

  /**
   * @param {string} why the key of the words
   * @param {() => void} retry
   */
  fail(why, retry) {
    const { word } = this.#page;
    this.#keepTyped();
    this.#early.remove();
    const again = element("button", { type: "button", class: "btn btn-primary" }, word("js-try-again"));
    again.addEventListener("click", retry);
    const text = element("p", {}, word(why));
    this.#stand(this.#expected, element("div", { class: "empty", role: "alert" }, icon("alert"), text, again));
  }

  /** @param {number} room that is not there for me */
  gone(room) {
    this.#rooms.gone(room);
    // The last one leaves words in its place.
    this.#rooms.refresh();
    toast(this.#page.word("js-room-gone"), "alert");
  }

  /**
   * @param {string} markup from the server
   * @param {string} hash of the address
   * @returns {boolean} false when there is no pane in it
   */
  show(markup, hash) {
    const pane = fromServer(markup).getElementById("room");
    if (!pane?.dataset["title"]) return false;
    this.#keepTyped();
    this.#early.remove();
    this.#swap(pane);
    this.#open(pane, hash);
    return true;
  }

  /** Where the focus is not in another field already. On a touch device it would open the keyboard unasked. */
  #typeEarly() {
    const elsewhere = document.activeElement?.matches("input");
    if (!elsewhere && matchMedia("(hover: hover)").matches) this.#early.focus({ preventScroll: true });
  }

  /** What was typed for the room that is coming becomes its draft, or the end of it. */
  #keepTyped() {
    const { value } = this.#early;
    this.#early.value = "";
    if (value && this.#expected !== null) this.#hooks.typed(this.#expected, value);
  }

  get #pane() {
    return /** @type {HTMLElement} */ (document.getElementById("room"));
  }

  /**
   * @param {HTMLElement} pane in the page
   * @param {string} hash
   */
  #open(pane, hash) {
    const room = roomOf(pane);
    this.#enter(room?.id ?? null);
    this.expect(this.#page.room);
    this.#rooms.called(pane.dataset["title"] ?? "");
    this.#turn(pane, room !== null);
    if (!room) this.#offer(pane);
    this.#hooks.open(pane, room, hash);
    this.#focus(room && pane.querySelector(":scope > h1"));
  }

  /** @param {number | null} room is in view from here on, null for none */
  #enter(room) {
    this.#left = this.#page.room ?? this.#left;
    this.#page.room = room;
  }

  /** @param {HTMLElement} pane */
  #swap(pane) {
    this.#hooks.close();
    this.#pane.replaceWith(pane);
  }

  /**
   * On a phone one side is seen at a time; it has the page's heading, too.
   * @param {HTMLElement} pane
   * @param {boolean} inRoom
   */
  #turn(pane, inRoom) {
    this.#page.app.dataset["view"] = inRoom ? "room" : "list";
    this.#list.setAttribute("role", inRoom ? "complementary" : "main");
    for (const heading of this.#list.querySelectorAll(":scope > h1")) heading.toggleAttribute("hidden", inRoom);
    for (const skip of document.querySelectorAll("a.skip")) skip.toggleAttribute("hidden", !inRoom);
    const head = pane.querySelector(":scope > .bar") ?? this.#list.querySelector(":scope > .bar");
    if (this.#bar) head?.after(this.#bar);
  }

  /** Where the list is all that is seen, it offers the open rooms itself. @param {HTMLElement} pane */
  #offer(pane) {
    this.#list.querySelector(":scope > .open")?.remove();
    const open = pane.querySelector(".open")?.cloneNode(true);
    if (!(open instanceof HTMLElement)) return;
    open.classList.add("open--phone");
    this.#list.append(open);
  }

  /**
   * What had the focus is gone: the room begins with its name, the list goes on where it was left.
   * @param {Element | null} heading of the room, null for the list
   */
  #focus(heading) {
    const place = heading ?? this.#list.querySelector(`li[data-room-id="${this.#left}"] > a`);
    if (place instanceof HTMLElement && !hasFocus()) place.focus({ preventScroll: true });
  }

  /**
   * Something else than a pane of the server: the name of what is coming, and this below it.
   * @param {number | null} room
   * @param {...HTMLElement} content
   */
  #stand(room, ...content) {
    const { word } = this.#page;
    const item = document.querySelector(`#rooms li[data-room-id="${room}"]`);
    const name = item?.querySelector(".room-item__name")?.textContent ?? "";
    const face = item?.querySelector(".avatar")?.cloneNode(true);
    if (face instanceof HTMLElement) face.classList.remove("avatar--lg");
    const back = element("a", { class: "icon-btn back", href: "/", "aria-label": word("js-back") }, icon("back", "icon icon--turn"));
    const title = element("h1", { class: "room-head__name cut", dir: "auto", tabindex: "-1" }, name);
    const head = element("div", { class: "room-head" }, ...(face ? [face] : []), title);
    const bar = element("header", { class: "bar" }, back, head);
    const pane = element(room === null ? "section" : "main", { class: "room", id: "room" }, ...(room === null ? [] : [bar]), ...content);
    this.#swap(pane);
    this.#enter(null);
    this.#turn(pane, room !== null);
    this.#hooks.open(pane, null, "");
    if (name) this.#rooms.called(name);
    this.#focus(room === null ? null : title);
  }
}

/** Whether something that is seen has the focus. */
function hasFocus() {
  const active = document.activeElement;
  return active !== null && active !== document.body && active.checkVisibility();
}
