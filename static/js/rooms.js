// @ts-check
/**
 * The list of rooms, kept right while the page is open: who wrote last, when, how many are unread, the newest on top.
 * What frames cannot say (a new room, a new name, what was missed while offline) is read again from the server's own
 * list, so that there is one truth and one markup.
 */

import { element, icon } from "./element.js";
import { fromServer } from "./markup.js";
import { badge, Unread } from "./models/unread.js";
import { excerpt } from "./room/quotes.js";

/** @typedef {import("./net/protocol.js").Frame} Frame */

/** How long to wait for more reasons before the list is read again, in milliseconds; up to twice that, so that not all
 * members of a room ask at once. */
const REFRESH_MS = 500;

export class Rooms {
  #list;
  #page;
  #unread;
  #title = document.title.replace(/^\(\d+\+?\) /, "");
  /** @type {ReturnType<typeof setTimeout> | null} */
  #soon = null;

  /**
   * @param {HTMLElement} list
   * @param {import("./page.js").Page} page
   */
  constructor(list, page) {
    this.#list = list;
    this.#page = page;
    this.#unread = new Unread(page.me);
    this.#adopt();
  }

  /**
   * @param {Frame} frame
   * @param {boolean} attended whether somebody sees the room in view
   */
  frame(frame, attended) {
    switch (frame.type) {
      case "room_activity":
        this.#active(frame);
        break;
      case "chat_message":
        if (attended) this.#unread.read(frame.room_id, frame.seq);
        else if (frame.message_type !== "system") this.#unread.arrived(frame.room_id, frame.seq, frame.user_id);
        this.#touch(frame.room_id, frame.seq);
        break;
      case "read":
        this.#unread.read(frame.room_id, frame.seq, frame.unread, frame.mentions);
        this.#show(frame.room_id);
        break;
      case "room_gone":
        this.gone(frame.room_id);
        break;
      case "room_changed": {
        const name = this.#item(frame.room_id)?.querySelector(".room-item__name");
        if (name && frame.name && !frame.visibility) name.textContent = frame.name;
        else this.refresh();
        break;
      }
      default:
    }
  }

  /** There is no such room for me. @param {number} room */
  gone(room) {
    this.#item(room)?.remove();
    this.#unread.forget(room);
    this.#showTitle();
  }

  /**
   * I have seen everything in a room.
   * @param {number} room
   * @param {number} seq
   */
  read(room, seq) {
    this.#unread.read(room, seq);
    this.#show(room);
  }

  /** The list is read again soon: something happened that no frame describes. */
  refresh() {
    if (this.#soon === null) this.#soon = setTimeout(() => void this.#refresh(), REFRESH_MS * (1 + Math.random()));
  }

  async #refresh() {
    this.#soon = null;
    try {
      // The page of the list may show what was searched for.
      const path = location.pathname === "/" ? `/${location.search}` : "/";
      const response = await fetch(path, { headers: { Accept: "text/html" } });
      const fresh = response.ok ? fromServer(await response.text()) : null;
      const rooms = fresh?.querySelector("#rooms");
      if (!fresh || !rooms) return;
      this.#list.replaceChildren(...rooms.childNodes);
      document.getElementById("no-rooms")?.remove();
      const none = fresh.querySelector("#no-rooms");
      if (none) this.#list.after(none);
      this.#adopt();
    } catch {
      // Offline: the next connection asks again.
    }
  }

  /**
   * The room that is open, or is about to be; null for none.
   * @param {number | null} room
   */
  mark(room) {
    for (const link of this.#list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    if (room !== null) this.#item(room)?.querySelector(".room-item")?.setAttribute("aria-current", "page");
  }

  /** What the page is called from now on. @param {string} title */
  title(title) {
    this.#title = title;
    this.#showTitle();
  }

  /** Takes over what the server rendered. */
  #adopt() {
    this.#unread = new Unread(this.#page.me);
    for (const item of this.#list.querySelectorAll("li[data-room-id]")) {
      if (!(item instanceof HTMLElement)) continue;
      const { roomId, seq, unread } = item.dataset;
      const mentions = item.querySelector(".count--at") ? 1 : 0;
      this.#unread.set(Number(roomId), Number(unread ?? 0), mentions, Number(seq ?? 0));
      if (Number(roomId) === this.#page.room) item.querySelector(".room-item")?.setAttribute("aria-current", "page");
    }
    this.#showTitle();
  }

  /**
   * What the last message of the room in view says now: it may be new, edited, or the one before a deleted one.
   * @param {string} author
   * @param {string} text
   */
  newest(author, text) {
    if (this.#page.room !== null) this.#preview(this.#page.room, author, text);
  }

  /** One frame stands for all that was written in a room for a second. @param {import("./net/protocol.js").Activity} frame */
  #active({ room_id: room, seq, author_id: newest, author, births, mentioned, recount, preview }) {
    this.#unread.burst(
      room,
      seq,
      births.map(([, by]) => by),
      mentioned,
    );
    // Without births it tells of an edit, of whichever message, or of erased ones: nothing was written just now.
    if (births.length) this.#touch(room, seq);
    else this.#show(room);
    if (recount !== undefined) this.refresh();
    if (seq < Number(this.#item(room)?.dataset["last"] ?? 0)) return;
    const named = author !== "" && preview.startsWith(`${author}: `);
    const name = newest === this.#page.me ? this.#page.word("js-you") : author;
    this.#preview(room, named ? name : "", named ? preview.slice(author.length + 1) : preview);
  }

  /**
   * Something was written in a room just now.
   * @param {number} room
   * @param {number} seq
   */
  #touch(room, seq) {
    const item = this.#item(room);
    if (!item) {
      this.refresh();
      return;
    }
    const now = this.#page.dates.now();
    item.dataset["last"] = String(seq);
    item.dataset["at"] = String(now);
    const time = item.querySelector("time");
    if (time) time.textContent = this.#page.dates.short(now, now);
    if (item !== this.#list.firstElementChild) this.#toTop(item);
    this.#show(room);
  }

  /** Moving an element takes the focus from it. @param {HTMLElement} item */
  #toTop(item) {
    const focused = item.contains(document.activeElement) ? document.activeElement : null;
    this.#list.prepend(item);
    if (focused instanceof HTMLElement) focused.focus();
  }

  /**
   * @param {number} room
   * @param {string} author empty where the text says it
   * @param {string} text
   */
  #preview(room, author, text) {
    const line = this.#item(room)?.querySelector(".room-item__last");
    const name = author ? [element("b", {}, `${author}:`), " "] : [];
    line?.replaceChildren(...name, excerpt(text));
  }

  /** @param {number} room */
  #show(room) {
    const { word } = this.#page;
    const { count, mentions } = this.#unread.of(room);
    const line = this.#item(room)?.querySelector(".room-item__last")?.parentElement;
    for (const mark of line?.querySelectorAll(".count") ?? []) mark.remove();
    if (mentions) {
      const label = word("js-mentioned");
      line?.append(element("span", { class: "count count--at", role: "img", "aria-label": label }, icon("at")));
    }
    if (count) {
      const label = element("span", { class: "visually-hidden" }, `${word("js-unread")} `);
      line?.append(element("span", { class: "count" }, label, badge(count)));
    }
    this.#showTitle();
  }

  #showTitle() {
    const { total } = this.#unread;
    document.title = total ? `(${badge(total)}) ${this.#title}` : this.#title;
  }

  /** @param {number} room */
  #item(room) {
    const item = this.#list.querySelector(`li[data-room-id="${room}"]`);
    return item instanceof HTMLElement ? item : null;
  }
}
