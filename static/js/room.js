// @ts-check
/** The room in view: puts its parts together and hands each frame to those it concerns. */

import { chosen } from "./dialog.js";
import { refusalOf } from "./models/refusal.js";
import { Span } from "./models/span.js";
import { playAnimations } from "./room/animations.js";
import { Composer } from "./room/composer.js";
import { copyText } from "./room/copy.js";
import { download } from "./room/download.js";
import { RoomHeader } from "./room/header.js";
import { History } from "./room/history.js";
import { jumpFromQuotes } from "./room/jump.js";
import { Log } from "./room/log.js";
import { MessageMenu } from "./room/menu.js";
import { PendingRows } from "./room/pending.js";
import { dressPlayers } from "./room/players.js";
import { Reading } from "./room/reading.js";
import { articleOf, colourOf, factsOf, plainOf } from "./room/row.js";
import { Scroller } from "./room/scroller.js";
import { ToBottom } from "./room/to-bottom.js";
import { Viewer } from "./room/viewer.js";
import { toast } from "./toasts.js";

/** @typedef {import("./net/protocol.js").Frame} Frame */
/** @typedef {import("./net/protocol.js").Item} Item */
/** @typedef {import("./models/outbox.js").Entry} Entry */

/**
 * @typedef {object} Means
 * @property {import("./page.js").Page} page
 * @property {number} room
 * @property {import("./net/http.js").Http} http
 * @property {import("./net/commands.js").Commands} commands
 * @property {(text: string, replyTo: number | null, attached?: { files: File[], as_files: boolean }) => void} send puts a
 * message into the outbox
 * @property {(clientId: string) => void} retry
 * @property {(clientId: string) => void} drop
 * @property {(clientId: string) => void} cancel the same of one that has files, in whatever state
 * @property {(seq: number) => boolean} read I have seen everything up to here; whether there was a way to tell it
 * @property {(seq: number) => void} asOf a part of the room came that is as it was at this number
 * @property {(author: string, text: string) => void} newest what the room's last message says now
 */

export class Room {
  #means;
  #column;
  #span;
  #log;
  #pending;
  #scroller;
  #history;
  #toBottom;
  #composer;
  #header;
  #reading;

  /**
   * @param {HTMLElement} column
   * @param {Means} means
   */
  constructor(column, means) {
    const { page, room, http, commands, asOf } = means;
    const box = /** @type {HTMLElement} */ (column.closest(".log"));
    this.#means = means;
    this.#column = column;
    this.#span = spanOf(column);
    // Pages load by themselves from here on.
    for (const link of column.querySelectorAll(":scope > .chip--link")) link.remove();
    this.#log = new Log(column, page, this.#span);
    this.#pending = new PendingRows(column, page, means, () => this.#composer?.refocus());
    this.#scroller = new Scroller(box);
    this.#history = new History({ room, box, log: this.#log, span: this.#span, scroller: this.#scroller, http, asOf });
    this.#toBottom = new ToBottom(
      box,
      /** @type {HTMLElement} */ (document.getElementById("float")),
      page,
      () => this.#endInSight,
      () => this.#goDown(),
    );
    const form = document.getElementById("composer");
    this.#composer =
      form instanceof HTMLFormElement
        ? new Composer(form, page, room, {
            send: means.send,
            edit: (id, text) => this.#try(commands.edit(room, id, text)),
            erase: (id) => this.#erase(id),
            typing: (typing) => commands.typing(room, typing),
            editLast: () => this.#editLast(),
          })
        : null;
    const line = document.getElementById("room-sub");
    this.#header = line && new RoomHeader(line, page);
    new MessageMenu(
      box,
      (article) => this.#itemsOf(article),
      (act, article, part) => void this.#run(act, article, part),
    );
    new Viewer(column, page);
    dressPlayers(column, page);
    playAnimations(column);
    this.#reading = new Reading(
      () => (this.#log.last ? factsOf(articleOf(this.#log.last)).seq : 0),
      () => this.#endInSight,
      means.read,
    );
    for (const name of ["focus", "pageshow"]) addEventListener(name, () => this.#reading.check());
    document.addEventListener("visibilitychange", () => this.#reading.check());
    box.addEventListener("scroll", () => this.#reading.check(), { passive: true });
    addEventListener("pagehide", () => this.#reading.last());
    for (const part of [box, form]) if (part) jumpFromQuotes(part);
    this.#midnight();
    this.#toFirstUnread();
    this.#history.check();
    this.#reading.check();
  }

  /** Whether somebody sees what comes. */
  get attended() {
    return this.#reading.attended;
  }

  get #endInSight() {
    return this.#span.atEnd && this.#scroller.atEnd;
  }

  /** There is a way to the server, by whichever door. */
  reachable() {
    this.#reading.check();
  }

  /** @param {Frame} frame of this room */
  frame(frame) {
    switch (frame.type) {
      case "ready":
        this.#reading.again();
        break;
      case "chat_message":
        this.#apply([{ ...frame, changed_seq: frame.seq }]);
        if (frame.user_id !== this.#means.page.me && !this.#endInSight) this.#toBottom.missed();
        break;
      case "message_edited":
      case "message_deleted":
        this.#apply([{ ...frame, seq: frame.message_seq, changed_seq: frame.seq, deleted: !frame.html }]);
        break;
      case "room_changed":
        if (frame.name) this.#rename(frame.name);
        break;
      default:
    }
    this.#header?.frame(frame);
  }

  /**
   * Messages as they are now.
   * @param {Item[]} items
   */
  items(items) {
    this.#apply(items);
  }

  /**
   * @param {Entry} entry
   * @param {boolean} fresh whether I wrote it just now
   */
  pending(entry, fresh) {
    document.getElementById("empty")?.remove();
    this.#pending.show(entry);
    if (fresh) this.#goDown();
  }

  /**
   * How far an upload is; null when it has to begin again.
   * @param {string} clientId
   * @param {{ sent: number, all: number } | null} done bytes of the request
   */
  progress(clientId, done) {
    this.#pending.progress(clientId, done);
  }

  /** @param {Entry} entry */
  notPending(entry) {
    this.#pending.gone(entry.client_id);
  }

  /**
   * @param {string} clientId
   * @param {number} message
   */
  stored(clientId, message) {
    this.#pending.stored(clientId, message, this.#log.article(message) !== null || !this.#span.atEnd);
  }

  /** The page opens at its end; when what is new does not fit there, at its beginning. */
  #toFirstUnread() {
    const divider = document.getElementById("unread");
    if (divider && !location.hash && this.#scroller.isAbove(divider)) this.#scroller.toStartAt(divider);
  }

  /** @param {Item[]} items */
  #apply(items) {
    this.#scroller.keep(() => {
      for (const { message_id: id, html, deleted, client_id: clientId } of items) {
        if (deleted || !html) {
          this.#log.remove(id);
          this.#composer?.gone(id);
        } else this.#log.upsert(html);
        this.#pending.arrived(id, clientId, this.#log.article(id));
      }
    });
    if (this.#log.first) document.getElementById("empty")?.remove();
    this.#tellNewest();
    this.#reading.check();
  }

  #tellNewest() {
    const last = this.#log.last;
    if (!last || !this.#span.atEnd) return;
    const article = articleOf(last);
    const { system, author } = factsOf(article);
    const { me, word } = this.#means.page;
    const name = author === String(me) ? word("js-you") : this.#target(article).author;
    this.#means.newest(system ? "" : name, plainOf(article));
  }

  /** To the end: by scrolling when it is here, by loading it when it is not. */
  #goDown() {
    if (this.#span.atEnd) this.#scroller.toEnd(this.#scroller.fromEnd < 3 * this.#scroller.height);
    else void this.#try(this.#history.toEnd());
  }

  /** @param {HTMLElement} article */
  #itemsOf(article) {
    const { word, me, moderates } = this.#means.page;
    const { system, author, text, files } = factsOf(article);
    if (system || !article.id) return [];
    const own = author === String(me);
    const items = [{ act: "reply", icon: "reply", label: word("js-reply") }];
    if (files) items.push({ act: "download", icon: "download", label: word("js-download") });
    if (text) items.push({ act: "copy", icon: "copy", label: word("js-copy") });
    if (own && text) items.push({ act: "edit", icon: "pencil", label: word("js-edit") });
    const remove = { act: "delete", icon: "trash", label: word("js-delete"), danger: true };
    return own || moderates ? [...items, remove] : items;
  }

  /**
   * @param {string} act
   * @param {HTMLElement} article
   * @param {Element | null} part of the bubble, where the menu was opened
   */
  async #run(act, article, part) {
    const { word } = this.#means.page;
    const { text } = factsOf(article);
    if (act === "reply") this.#composer?.reply({ ...this.#target(article), text: text || plainOf(article) });
    if (act === "edit") this.#composer?.edit(this.#target(article));
    if (act === "download") download(article, part);
    if (act === "copy") {
      const copied = await copyText(text);
      toast(word(copied ? "js-copied" : "js-copy-failed"), copied ? "tick" : "alert");
    }
    if (act === "delete") await this.#delete(article);
  }

  /** Of a message with files the text, of another one all, which is asked first. @param {number} id */
  async #erase(id) {
    const article = this.#log.article(id);
    if (!article) return false;
    if (!factsOf(article).files) return this.#delete(article);
    return this.#try(this.#means.commands.delete(this.#means.room, id, "text"));
  }

  /**
   * Asks first, and which part when there are two.
   * @param {HTMLElement} article
   * @returns {Promise<boolean>} whether it is done
   */
  async #delete(article) {
    const { word } = this.#means.page;
    const { id, text, files } = factsOf(article);
    const all = { value: "all", label: word(text && files ? "js-delete-all" : "js-delete") };
    const parts = [
      { value: "text", label: word("js-delete-text") },
      { value: "file", label: word("js-delete-files") },
    ];
    const answers = text && files ? [...parts, all] : [all];
    const question = word(text && files ? "js-delete-which" : "js-delete-question");
    const what = await chosen({ question, answers, cancel: word("js-cancel") });
    if (what !== "all" && what !== "text" && what !== "file") return false;
    return this.#try(this.#means.commands.delete(this.#means.room, id, what));
  }

  #editLast() {
    const own = this.#column.querySelectorAll(`.row.is-own > article[data-text][data-user="${this.#means.page.me}"]`);
    const last = own[own.length - 1];
    if (last instanceof HTMLElement) this.#composer?.edit(this.#target(last));
  }

  /** @param {HTMLElement} article */
  #target(article) {
    const { id, text } = factsOf(article);
    const name = article.querySelector(".bubble__name");
    return { id, text, author: name?.textContent?.trim() ?? "", colour: colourOf(name) };
  }

  /**
   * @param {Promise<unknown>} doing
   * @returns {Promise<boolean>} whether it was done; if not, the reader is told why
   */
  async #try(doing) {
    try {
      await doing;
      return true;
    } catch (error) {
      toast(refusalOf(error)?.message || this.#means.page.word("js-no-connection"), "alert");
      return false;
    }
  }

  /** @param {string} name */
  #rename(name) {
    for (const place of document.querySelectorAll(".room-head__name, .room > h1")) place.textContent = name;
  }

  #midnight() {
    const wait = this.#means.page.dates.untilMidnight(Date.now());
    setTimeout(() => {
      this.#log.nameDays();
      this.#midnight();
    }, wait + 1_000);
  }
}

/**
 * The part of the history that the server rendered.
 * @param {HTMLElement} column
 */
function spanOf(column) {
  const births = [...column.querySelectorAll(":scope > .day > .row")].map((row) => factsOf(articleOf(row)).seq);
  const { older, newer } = column.dataset;
  return new Span(births[0] ?? null, births[births.length - 1] ?? null, Boolean(older), Boolean(newer));
}
