// @ts-check
/** The line under the room's name: its members and who is online, or who is typing. */

import { element } from "../element.js";
import { Typists } from "../models/typists.js";
import { later } from "../part.js";

/** @typedef {import("../net/protocol.js").Frame} Frame */

export class RoomHeader extends HTMLElement {
  /** @type {import("../page.js").Page} */
  #page = later();
  /** How people are called, by username. @type {Map<string, string>} */
  #names = new Map();
  #typists = new Typists();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #expiry;
  #members = 0;
  /** @type {number | null} */
  #online = null;

  /** @param {import("../page.js").Page} page */
  start(page) {
    this.#page = page;
    this.#members = Number(this.dataset["members"] ?? 0);
  }

  disconnectedCallback() {
    clearTimeout(this.#expiry);
  }

  /** @param {Frame} frame of the room in view */
  frame(frame) {
    switch (frame.type) {
      case "ready":
      case "presence":
      case "user_join":
        this.#online = frame.online_count ?? this.#online;
        break;
      case "user_leave":
        this.#online = frame.online_count ?? this.#online;
        this.#typists.sign(frame.user, false, Date.now());
        break;
      case "room_changed":
        this.#members = frame.members ?? this.#members;
        break;
      case "user_typing":
        this.#names.set(frame.user, frame.name ?? frame.user);
        this.#typists.sign(frame.user, frame.is_typing, Date.now());
        break;
      case "chat_message":
        this.#typists.sign(frame.user, false, Date.now());
        break;
      default:
        return;
    }
    this.#show();
  }

  /** Nobody says any more who is there. */
  offline() {
    this.#online = null;
    this.#typists = new Typists();
    this.#show();
  }

  #show() {
    clearTimeout(this.#expiry);
    const now = Date.now();
    const [first, ...others] = this.#typists.names(now);
    const expiry = this.#typists.expiresIn(now);
    if (expiry !== null) this.#expiry = setTimeout(() => this.#show(), expiry);
    const { word } = this.#page;
    if (first !== undefined) {
      const user = this.#names.get(first) ?? first;
      const text = others.length ? word("js-typing-many", { user, n: others.length }) : word("js-typing", { user });
      this.replaceChildren(element("span", { class: "on" }, text));
      return;
    }
    const online = this.#online ? element("span", { class: "on" }, word("js-online", { n: this.#online })) : "";
    const members = this.#members ? word("js-members", { n: this.#members }) : "";
    this.replaceChildren(members, members && online ? ", " : "", online);
  }
}

customElements.define("live-room-header", RoomHeader);
