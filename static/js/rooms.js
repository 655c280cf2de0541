// @ts-check
/**
 * The list of rooms, kept right while the page is open: who wrote last, when, how much is unread, the newest on top.
 * What frames cannot say (a new room, a new name, what was missed while offline) is read again from the server's own
 * list, so that there is one truth and one markup; counts that came meanwhile are newer than those in it, and stay.
 */

import { isMine, lastOf, showCount, showLast, showTick, showTime, showUnsent, stateOf } from "./list/item.js";
import { fromServer } from "./markup.js";
import { Counts } from "./models/counts.js";
import { badge } from "./models/unread.js";
import { later } from "./part.js";

/** @typedef {import("./net/protocol.js").Frame} Frame */

/** How long to wait for more reasons before the list is read again, in milliseconds; up to twice that, so that not all
 * members of a room ask at once. */
const REFRESH_MS = 500;

/**
 * @typedef {object} Means
 * @property {(room: number) => Promise<import("./net/protocol.js").ReadState | null>} ask the server how I stand in a room
 * @property {(room: number, seq: number) => void} tell the server that I have read up to a birth
 * @property {(room: number, on: boolean) => Promise<unknown>} mark a room as unread, or take that back
 * @property {(room: number, open: boolean) => import("./list/item.js").Unsent | null} unsent what of mine the server does not have;
 *   what is typed into the room that is open is seen there
 * @property {() => void} filled other rooms may be in the list now
 * @property {(room: number) => void} counted how much is unread in a room may be other now
 */

export class Rooms extends HTMLElement {
  #list = /** @type {HTMLElement} */ (this.querySelector("#rooms"));
  /** @type {import("./page.js").Page} */
  #page = later();
  /** @type {Means} */
  #means = later();
  /** @type {Counts} */
  #counts = later();
  #title = document.title.replace(/^\(\d+\+?\) /, "");
  /** @type {Map<number, HTMLElement>} */
  #items = new Map();
  /** @type {ReturnType<typeof setTimeout> | null} */
  #soon = null;
  /** The room that is open, or is about to be. @type {number | null} */
  #current = null;
  /** Whether many rooms change at once. */
  #adopting = false;

  /**
   * @param {import("./page.js").Page} page
   * @param {Means} means
   */
  start(page, means) {
    this.#page = page;
    this.#means = means;
    this.#counts = new Counts({
      me: page.me,
      ask: means.ask,
      tell: means.tell,
      changed: (room) => this.#changed(room),
    });
    this.#adopt();
  }

  /** What holds the rooms, and nothing else. */
  get list() {
    return this.#list;
  }

  /** @param {Frame} frame */
  frame(frame) {
    this.#counts.frame(frame);
    switch (frame.type) {
      case "room_activity":
        this.#active(frame);
        break;
      case "chat_message":
        this.#written(frame.room_id, frame.seq, frame.message_type === "system" ? null : frame.user_id);
        break;
      case "seen":
        this.#seen(frame.room_id, frame.seq, frame.user_id);
        break;
      case "room_gone":
        this.gone(frame.room_id);
        break;
      case "room_changed": {
        const name = this.#items.get(frame.room_id)?.querySelector(".room-item__name");
        if (name && frame.name && !frame.visibility) name.textContent = frame.name;
        else this.refresh();
        break;
      }
      default:
    }
  }

  /** Messages of a room came as they are now, without saying what happened to them. @param {number | null} room */
  caughtUp(room) {
    if (room !== null) this.#counts.caughtUp(room);
  }

  /** There is no such room for me. @param {number} room */
  gone(room) {
    this.#items.get(room)?.remove();
    this.#items.delete(room);
    this.#counts.forget(room);
    this.#showTitle();
  }

  /**
   * I have seen everything in a room up to a birth: shown at once, and told when {@link Rooms.tell} is called.
   * @param {number} room
   * @param {number} seq
   */
  seen(room, seq) {
    this.#counts.seen(room, seq);
  }

  /** What I have seen in a room is told to the server. @param {number} room */
  tell(room) {
    this.#counts.tell(room);
  }

  /** I need not see what is unread in a room. @param {number} room */
  readAll(room) {
    const item = this.#items.get(room);
    this.seen(room, Math.max(item ? lastOf(item) : 0, this.readSeq(room)));
    this.tell(room);
  }

  /**
   * How much of a room is unread.
   * @param {number} room
   */
  unread(room) {
    return this.#counts.of(room);
  }

  /** Up to which birth of a room I have read. @param {number} room */
  readSeq(room) {
    return this.#counts.readSeq(room);
  }

  /**
   * @param {number} room
   * @param {boolean} on whether it shall be marked as unread
   */
  async markUnread(room, on) {
    await this.#counts.mark(room, on, this.#means.mark(room, on));
  }

  /** There is a way to the server again. */
  reachable() {
    this.#counts.reachable();
  }

  /** What I wrote in a room and the server does not have is other now. @param {number} room */
  unsent(room) {
    const item = this.#items.get(room);
    if (item) showUnsent(item, this.#means.unsent(room, room === this.#current), this.#page.word);
  }

  /** The list is read again soon: something happened that no frame describes. */
  refresh() {
    if (this.#soon === null) this.#soon = setTimeout(() => void this.#refresh(), REFRESH_MS * (1 + Math.random()));
  }

  async #refresh() {
    this.#soon = null;
    try {
      const response = await fetch("/", { headers: { Accept: "text/html" } });
      const fresh = response.ok ? fromServer(await response.text()) : null;
      const rooms = fresh?.querySelector("#rooms");
      if (!fresh || !rooms) return;
      const focused = this.#focused();
      this.#list.replaceChildren(...rooms.childNodes);
      document.getElementById("no-rooms")?.remove();
      const none = fresh.querySelector("#no-rooms");
      if (none) this.#list.after(none);
      this.#adopt();
      if (focused !== null) this.#items.get(focused)?.querySelector("a")?.focus({ preventScroll: true });
    } catch {
      // Offline: the next connection asks again.
    }
  }

  /** The room whose link has the focus. */
  #focused() {
    const item = document.activeElement?.closest("#rooms > li");
    return item instanceof HTMLElement ? Number(item.dataset["roomId"]) : null;
  }

  /**
   * The room that is open, or is about to be; null for none.
   * @param {number | null} room
   */
  mark(room) {
    const left = this.#current;
    this.#current = room;
    for (const link of this.#list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    const item = room === null ? undefined : this.#items.get(room);
    item?.querySelector(".room-item")?.setAttribute("aria-current", "page");
    // Only when it is another one: else who scrolls the list were taken back.
    if (room !== left) item?.scrollIntoView({ block: "nearest" });
    for (const one of [left, room]) if (one !== null) this.unsent(one);
  }

  /** What the page is called from now on. @param {string} title */
  called(title) {
    this.#title = title;
    this.#showTitle();
  }

  /** Takes over what the server rendered. */
  #adopt() {
    const known = this.#items;
    this.#items = new Map();
    this.#adopting = true;
    let old = false;
    for (const item of this.#list.children) {
      if (!(item instanceof HTMLElement)) continue;
      const room = Number(item.dataset["roomId"]);
      this.#items.set(room, item);
      const before = known.get(room);
      // A frame told of something that was written after the server had rendered this.
      if (before && lastOf(before) > lastOf(item)) old = true;
      known.delete(room);
      const state = stateOf(item);
      this.#counts.apply(room, state);
      const { count, mentions, marked } = this.#counts.of(room);
      // Most often it is right as it came.
      if (count !== state.unread || mentions !== state.mentions || marked !== (state.marks % 2 === 1)) this.#show(room);
      this.unsent(room);
    }
    for (const room of known.keys()) this.#counts.forget(room);
    this.#adopting = false;
    this.mark(this.#current);
    this.#means.filled();
    this.#showTitle();
    if (old) this.refresh();
  }

  /**
   * What the last message of the room in view says now: it may be new, edited, or the one before a deleted one.
   * @param {string} author
   * @param {string} text
   */
  newest(author, text) {
    const item = this.#page.room === null ? undefined : this.#items.get(this.#page.room);
    if (item) showLast(item, author, text);
  }

  /** One frame stands for all that was written in a room for a second. @param {import("./net/protocol.js").Activity} frame */
  #active({ room_id: room, seq, author_id: newest, author, births, preview }) {
    // Without births it tells of an edit, of whichever message, or of erased ones: nothing was written just now.
    if (births.length) this.#written(room, seq, newest);
    const item = this.#items.get(room);
    if (!item || seq < lastOf(item)) return;
    const named = author !== "" && preview.startsWith(`${author}: `);
    const name = newest === this.#page.me ? this.#page.word("js-you") : author;
    showLast(item, named ? name : "", named ? preview.slice(author.length + 1) : preview);
  }

  /**
   * Something was written in a room just now.
   * @param {number} room
   * @param {number} seq
   * @param {number | null} author null: nobody
   */
  #written(room, seq, author) {
    const item = this.#items.get(room);
    if (!item) {
      this.refresh();
      return;
    }
    if (seq < lastOf(item)) return;
    const now = this.#page.dates.now();
    showTime(item, seq, now, this.#page.dates.short(now, now));
    showTick(item, author === this.#page.me ? "stored" : null, this.#page.word);
    if (item !== this.#list.firstElementChild) this.#toTop(item);
  }

  /**
   * Somebody has read up to a birth.
   * @param {number} room
   * @param {number} seq
   * @param {number} reader
   */
  #seen(room, seq, reader) {
    const item = this.#items.get(room);
    if (item && reader !== this.#page.me && isMine(item) && seq >= lastOf(item)) showTick(item, "seen", this.#page.word);
  }

  /** Moving an element takes the focus from it. @param {HTMLElement} item */
  #toTop(item) {
    const focused = item.contains(document.activeElement) ? document.activeElement : null;
    this.#list.prepend(item);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  /** @param {number} room */
  #changed(room) {
    if (this.#adopting) return;
    this.#show(room);
    this.#means.counted(room);
    this.#showTitle();
  }

  /** @param {number} room */
  #show(room) {
    const item = this.#items.get(room);
    if (item) showCount(item, this.#counts.of(room), this.#page.word);
  }

  #showTitle() {
    const { total } = this.#counts;
    const title = total ? `(${badge(total)}) ${this.#title}` : this.#title;
    if (document.title !== title) document.title = title;
  }
}

customElements.define("live-rooms", Rooms);
