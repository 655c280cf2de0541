// @ts-check
/** What the server wrote into the page for its scripts: who reads it, the words, and which room a pane shows. */

import { Dates } from "./models/dates.js";
import { Sizes } from "./models/sizes.js";

/** @typedef {import("./models/dates.js").Words} Words */

export class Page {
  /**
   * @param {HTMLElement} app
   * @param {Record<string, string>} words
   */
  constructor(app, words) {
    const { userId, username, displayName, enter, lang, now, tzOffsetMinutes, messageChars, fileBytes, filesMax } = app.dataset;
    const plurals = new Intl.PluralRules(lang);
    this.app = app;
    this.me = Number(userId);
    this.username = username ?? "";
    this.displayName = displayName ?? "";
    /** What my Enter key does. @type {"send" | "newline"} */
    this.enter = enter === "newline" ? "newline" : "send";
    /** The room in view; null for none. @type {number | null} */
    this.room = null;
    this.messageChars = Number(messageChars) || 10_000;
    /** Bytes of one file at most, and how many a message may have. */
    this.fileBytes = Number(fileBytes) || 100 * 1024 * 1024;
    this.filesMax = Number(filesMax) || 10;
    /** @type {Words} */
    this.word = (key, values = {}) => {
      const plural = typeof values["n"] === "number" ? words[`${key}-${plurals.select(values["n"])}`] : undefined;
      return (plural ?? words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
    };
    this.dates = new Dates(this.word, Number(tzOffsetMinutes ?? 0));
    if (now) this.dates.serverTime(Number(now));
    this.sizes = new Sizes(this.word, lang ?? "uz");
  }
}

/**
 * What the server wrote into a pane.
 * @typedef {object} RoomFacts
 * @property {number} id
 * @property {number} seq the room's number in the snapshot that the pane was made from
 * @property {number} seen how far the others have read, 0 where nobody tells
 * @property {boolean} moderates whether I may delete what others wrote here
 */

/**
 * @param {HTMLElement} pane
 * @returns {RoomFacts | null} null for a pane without a room
 */
export function roomOf({ dataset: { roomId, seq, seen, canDeleteMessages } }) {
  if (!roomId || !seq) return null;
  return { id: Number(roomId), seq: Number(seq), seen: Number(seen), moderates: canDeleteMessages !== undefined };
}

/**
 * @param {Document} document
 * @returns {Page | null} null where nobody is signed in
 */
export function pageOf(document) {
  const app = document.getElementById("app");
  const words = document.getElementById("words")?.textContent;
  return app?.dataset["userId"] && words ? new Page(app, JSON.parse(words)) : null;
}
