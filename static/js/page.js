// @ts-check
/** What the server wrote into the page for its scripts: who reads it, which room is in view, and the words. */

import { Dates } from "./models/dates.js";
import { Sizes } from "./models/sizes.js";

/** @typedef {import("./models/dates.js").Words} Words */

export class Page {
  /**
   * @param {HTMLElement} app
   * @param {Record<string, string>} words
   */
  constructor(app, words) {
    const { userId, username, displayName, roomId, seq, lang, tzOffsetMinutes, canDeleteMessages } = app.dataset;
    const { messageChars, fileBytes, filesMax } = app.dataset;
    const plurals = new Intl.PluralRules(lang);
    this.app = app;
    this.me = Number(userId);
    this.username = username ?? "";
    this.displayName = displayName ?? "";
    /** The room in view; null on a page without one, or one that I am not in. */
    this.room = roomId && seq ? Number(roomId) : null;
    this.seq = Number(seq ?? 0);
    this.messageChars = Number(messageChars) || 10_000;
    /** Bytes of one file at most, and how many a message may have. */
    this.fileBytes = Number(fileBytes) || 100 * 1024 * 1024;
    this.filesMax = Number(filesMax) || 10;
    /** Whether I may delete what others wrote here. */
    this.moderates = canDeleteMessages !== undefined;
    /** @type {Words} */
    this.word = (key, values = {}) => {
      const plural = typeof values["n"] === "number" ? words[`${key}-${plurals.select(values["n"])}`] : undefined;
      return (plural ?? words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
    };
    this.dates = new Dates(this.word, Number(tzOffsetMinutes ?? 0));
    this.sizes = new Sizes(this.word, lang ?? "uz");
  }
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
