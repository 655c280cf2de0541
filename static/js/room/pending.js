// @ts-check
/**
 * What I sent and the server has not stored yet, below everything else. These rows are made here, of text only and of
 * files of this device: the server's own bubble takes a row's place as soon as it is there.
 */

import { element, icon } from "../element.js";
import { UploadBubble } from "./upload-bubble.js";

/** @typedef {import("../models/outbox.js").Entry} Entry */
/** @typedef {import("../page.js").Page} Page */

export class PendingRows extends HTMLElement {
  #page;
  #actions;
  #unfocused;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();
  /** Those of the rows that have files. @type {Map<string, UploadBubble>} */
  #uploads = new Map();
  /** Stored already, but the bubble is not here yet. @type {Map<number, string>} */
  #stored = new Map();

  /**
   * @param {Page} page
   * @param {Record<"retry" | "drop" | "cancel", (clientId: string) => void>} actions
   * @param {() => void} unfocused a row that had the focus is gone
   */
  constructor(page, actions, unfocused) {
    super();
    this.#page = page;
    this.#actions = actions;
    this.#unfocused = unfocused;
    this.className = "outbox";
  }

  /** @param {Entry} entry */
  show(entry) {
    const row = this.#make(entry);
    const known = this.#rows.get(entry.client_id);
    this.#rows.set(entry.client_id, row);
    this.append(row);
    this.#take(known);
    this.#group();
  }

  /**
   * How far an upload is; null when it has to begin again.
   * @param {string} clientId
   * @param {{ sent: number, all: number } | null} done bytes of the request
   */
  progress(clientId, done) {
    const bubble = this.#uploads.get(clientId);
    if (done) bubble?.progress(done.sent, done.all);
    else bubble?.waits();
  }

  /**
   * The server stored it: the row stays until its bubble is in the log.
   * @param {string} clientId
   * @param {number} message
   * @param {boolean} inLog whether the bubble is there already
   */
  stored(clientId, message, inLog) {
    if (inLog) this.gone(clientId);
    else if (this.#rows.has(clientId)) {
      this.#stored.set(message, clientId);
      if (this.#uploads.get(clientId)?.stored()) this.#unfocused();
    }
  }

  /**
   * A bubble is in the log: the row that stood for it goes.
   * @param {number} message
   * @param {string | null | undefined} clientId
   * @param {HTMLElement | null} article
   */
  arrived(message, clientId, article) {
    const row = clientId ?? this.#stored.get(message) ?? "";
    if (article) this.#uploads.get(row)?.handOver(article);
    this.gone(row);
    this.#stored.delete(message);
  }

  /** @param {string} clientId */
  gone(clientId) {
    const row = this.#rows.get(clientId);
    this.#rows.delete(clientId);
    this.#uploads.delete(clientId);
    this.#take(row);
    this.#group();
  }

  /** @param {HTMLElement | undefined} row */
  #take(row) {
    const focused = row?.contains(document.activeElement);
    row?.remove();
    if (focused) this.#unfocused();
  }

  /** They are mine, one after the other: one group with one tail. */
  #group() {
    const rows = [...this.children];
    for (const [at, row] of rows.entries()) {
      row.classList.toggle("is-first", at === 0);
      row.classList.toggle("is-last", at === rows.length - 1);
    }
  }

  /** @param {Entry} entry */
  #make(entry) {
    const { word, dates } = this.#page;
    const failed = entry.state === "failed";
    const state = element(
      "span",
      { class: failed ? "meta meta--failed" : "meta" },
      element("time", {}, dates.time(entry.created_at)),
      element("span", { class: "visually-hidden" }, word(failed ? "js-failed" : "js-pending")),
    );
    if (failed) state.append(icon("alert"));
    const message = element("div", { class: "msg" }, this.#bubble(entry, state));
    const row = element("div", { class: "row is-own is-pending", "data-client-id": entry.client_id }, message);
    row.ariaLive = failed ? "polite" : "off";
    row.classList.toggle("is-failed", failed);
    if (failed && !entry.files) message.prepend(...this.#ways(entry));
    return row;
  }

  /**
   * @param {Entry} entry
   * @param {HTMLElement} state
   */
  #bubble(entry, state) {
    if (entry.files) {
      const bubble = new UploadBubble(entry, this.#page, state, this.#actions);
      this.#uploads.set(entry.client_id, bubble);
      return bubble;
    }
    const text = element("div", { class: "bubble__text", dir: "auto" }, entry.text, state);
    return element("div", { class: "bubble" }, text);
  }

  /** @param {Entry} entry */
  #ways(entry) {
    const { word } = this.#page;
    const drop = element("button", { type: "button", class: "msg__drop", "aria-label": word("js-drop") }, icon("close"));
    const label = `${entry.refusal ?? ""} ${word("js-retry")}`.trim();
    const retry = element("button", { type: "button", class: "msg__retry", "aria-label": label, title: label }, "!");
    drop.addEventListener("click", () => this.#actions.drop(entry.client_id));
    retry.addEventListener("click", () => this.#actions.retry(entry.client_id));
    return [drop, retry];
  }
}

customElements.define("live-outbox", PendingRows);
