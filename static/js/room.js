// @ts-check
/** The room in view: puts its parts together and hands each frame to those it concerns. */

import { refusalOf } from "./models/refusal.js";
import { Span } from "./models/span.js";
import { partOf } from "./part.js";
import { MessageActions, targetOf } from "./room/actions.js";
import { Composer } from "./room/composer.js";
import { RoomHeader } from "./room/header.js";
import { History } from "./room/history.js";
import { jumpFromQuotes, jumpTo } from "./room/jump.js";
import { startLater } from "./room/later.js";
import { MessageMenu } from "./room/menu.js";
import { PendingRows } from "./room/pending.js";
import { Reactions } from "./room/reactions.js";
import { Reading } from "./room/reading.js";
import { articleOf, factsOf, plainOf } from "./room/row.js";
import { Scroller } from "./room/scroller.js";
import { Ticks } from "./room/ticks.js";
import { ToBottom } from "./room/to-bottom.js";
import { toast } from "./toasts.js";

/** @typedef {import("./net/protocol.js").Frame} Frame */
/** @typedef {import("./net/protocol.js").Item} Item */
/** @typedef {import("./models/outbox.js").Entry} Entry */

/**
 * @typedef {object} Means
 * @property {import("./page.js").Page} page
 * @property {import("./page.js").RoomFacts} room
 * @property {string} hash of the address: the message that is to be seen, if any
 * @property {import("./net/http.js").Http} http
 * @property {import("./net/commands.js").Commands} commands
 * @property {(text: string, replyTo: number | null, attached?: { files: File[], as_files: boolean }) => void} send puts a
 * message into the outbox
 * @property {import("./models/drafts.js").Drafts} drafts
 * @property {{ files: File[], as_files: boolean } | undefined} tray what stood in the tray when the room was left last
 * @property {(tray: { files: File[], as_files: boolean }) => void} keepTray
 * @property {(clientId: string) => void} retry
 * @property {(clientId: string) => void} drop
 * @property {(clientId: string) => void} cancel the same of one that has files, in whatever state
 * @property {(seq: number) => void} seen I have seen everything up to a birth: it is counted
 * @property {() => void} tell what I have seen to the server
 * @property {() => import("./models/unread.js").Count} unread how much of the room is unread
 * @property {() => number} readSeq up to which birth I have read
 * @property {(seq: number) => void} asOf a part of the room came that is as it was at this number
 * @property {(title: string) => void} title the room is called otherwise now
 * @property {(author: string, text: string) => void} newest what the room's last message says now
 */

export class Room {
  #pane;
  #means;
  #span;
  #log;
  #pending;
  #scroller;
  #history;
  #toBottom;
  #ticks;
  #actions;
  #composer;
  #header;
  #reading;

  /**
   * @param {HTMLElement} pane
   * @param {import("./room/log.js").Log} log its messages
   * @param {Means} means
   */
  constructor(pane, log, means) {
    const { page, http, commands } = means;
    const { id: room } = means.room;
    // With them everything of the room leaves the page.
    const { signal } = log;
    const box = /** @type {HTMLElement} */ (log.closest(".log"));
    this.#pane = pane;
    this.#means = means;
    this.#span = spanOf(log);
    // Pages load by themselves from here on.
    for (const link of log.querySelectorAll(":scope > .chip--link")) link.remove();
    this.#log = log;
    log.start(page, this.#span);
    this.#pending = new PendingRows(page, means, () => this.#composer?.refocus());
    log.append(this.#pending);
    this.#scroller = new Scroller(box, log);
    const inUse = () => document.querySelector(".viewer") !== null;
    const scroller = this.#scroller;
    const asOf = (/** @type {number} */ seq) => this.#loaded(seq);
    this.#history = new History({ room, box, log, span: this.#span, scroller, http, asOf, inUse, signal });
    this.#toBottom = partOf(pane, "#float", ToBottom);
    this.#toBottom?.start(box, page, {
      endInSight: () => this.#endInSight,
      unread: () => means.unread().count,
      go: () => this.#goOn(),
    });
    this.#ticks = new Ticks(log, page.word, means.room.seen);
    this.#actions = new MessageActions(
      page,
      means.room.moderates,
      {
        reply: (target) => this.#composer?.reply(target),
        edit: (target) => this.#composer?.edit(target),
        seen: () => this.#ticks.told,
        readers: (seq) => http.readers(room, seq),
        reactors: (id) => http.reactors(id),
        remove: (id, part) => this.#try(commands.delete(room, id, part)),
      },
      signal,
    );
    this.#composer = partOf(pane, "live-composer", Composer);
    this.#composer?.start(page, room, {
      ...means,
      edit: (id, text) => this.#try(commands.edit(room, id, text)),
      erase: (id) => this.#erase(id),
      typing: (typing) => commands.typing(room, typing),
      editLast: () => this.#editLast(),
      named: (prefix) => http.named(room, prefix),
    });
    this.#header = partOf(pane, "#room-sub", RoomHeader);
    this.#header?.start(page);
    const reactions = new Reactions(box, page, (id, emoji, on) => this.#try(commands.react(room, id, emoji, on)), signal);
    new MessageMenu(
      box,
      (article) => this.#actions.of(article),
      (act, article, part) => void this.#actions.run(act, article, part),
      (article, close) => reactions.quickRow(article, close),
      signal,
    );
    startLater(log, page, { span: this.#span, pictures: (side, edge) => this.#pictures(side, edge) }, signal);
    const { seen, tell } = means;
    this.#reading = new Reading(box, { seen, tell, lastInSight: () => this.#lastInSight() }, signal);
    for (const part of [box, this.#composer]) if (part) jumpFromQuotes(part);
    this.#midnight();
    this.#toStart();
    this.#history.check();
    this.#reading.check();
  }

  get id() {
    return this.#means.room.id;
  }

  get #endInSight() {
    return this.#span.atEnd && this.#scroller.atEnd;
  }

  /** There is no socket, and has not been for a while. */
  offline() {
    this.#header?.offline();
  }

  /** How much is unread here may be other than before. */
  counted() {
    this.#toBottom?.show();
  }

  /** @param {Frame} frame of this room */
  frame(frame) {
    switch (frame.type) {
      case "chat_message":
        this.#apply([{ ...frame, changed_seq: frame.seq }]);
        break;
      case "seen":
        if (frame.user_id !== this.#means.page.me) this.#ticks.seen(frame.seq);
        break;
      case "message_edited":
      case "message_deleted":
        this.#apply([{ ...frame, seq: frame.message_seq, changed_seq: frame.seq, deleted: !frame.html }]);
        break;
      case "reaction":
        this.#apply([{ ...frame, seq: frame.message_seq, changed_seq: frame.seq, mine: this.#log.mineAfter(frame) }]);
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
    this.#apply(items.map((item) => ({ mine: [], ...item })));
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

  /** A room opens at the message that its address names, else at its end; when what is new does not fit there, at its beginning. */
  #toStart() {
    const row = this.#means.hash && document.getElementById(this.#means.hash.slice(1))?.closest(".row");
    const divider = document.getElementById("unread");
    if (row) jumpTo(row);
    else if (divider && this.#scroller.isAbove(divider)) this.#scroller.toStartAt(divider);
  }

  /** @param {Item[]} items */
  #apply(items) {
    this.#scroller.keep(() => {
      for (const { message_id: id, html, deleted, client_id: clientId, mine } of items) {
        if (deleted || !html) {
          this.#log.drop(id);
          this.#composer?.gone(id);
        } else this.#log.upsert(html, mine);
        this.#pending.arrived(id, clientId, this.#log.article(id));
      }
    });
    if (this.#log.querySelector(".row:not(.is-system)")) document.getElementById("empty")?.remove();
    this.#tellNewest();
    this.#ticks.follow();
    this.#reading.check();
    this.#toBottom?.show();
  }

  /**
   * @param {import("./models/span.js").Side} side
   * @param {number} edge
   */
  async #pictures(side, edge) {
    const answer = await this.#means.http.pictures(this.id, side === "older" ? "before" : "after", edge);
    this.#means.asOf(answer.seq);
    return answer;
  }

  /** A page of history is in the log. @param {number} seq as of which number it is */
  #loaded(seq) {
    this.#means.asOf(seq);
    this.#ticks.follow();
  }

  /** The birth of the last message whose end is in sight, 0 for none. */
  #lastInSight() {
    const row = this.#endInSight ? this.#log.last : this.#scroller.lastInSight;
    return row ? factsOf(articleOf(row)).seq : 0;
  }

  /** To the first unread message when it is far below, else to the end. */
  #goOn() {
    const read = this.#means.readSeq();
    const first = this.#log.firstWhere((row) => factsOf(articleOf(row)).seq > read);
    if (first && this.#scroller.isFarBelow(first)) this.#scroller.toStartAt(first);
    else this.#goDown();
  }

  #tellNewest() {
    const last = this.#log.last;
    if (!last || !this.#span.atEnd) return;
    const article = articleOf(last);
    const { system, author } = factsOf(article);
    const { me, word } = this.#means.page;
    const name = author === String(me) ? word("js-you") : targetOf(article).author;
    this.#means.newest(system ? "" : name, plainOf(article));
  }

  /** To the end: by scrolling when it is here, by loading it when it is not. */
  #goDown() {
    if (this.#span.atEnd) this.#scroller.toEnd(this.#scroller.fromEnd < 3 * this.#scroller.height);
    else void this.#try(this.#history.toEnd());
  }

  /** @param {number} id */
  async #erase(id) {
    const article = this.#log.article(id);
    return article !== null && this.#actions.erase(article);
  }

  #editLast() {
    const own = this.#log.querySelectorAll(`.row.is-own > article[data-text][data-user="${this.#means.page.me}"]`);
    const last = own[own.length - 1];
    if (last instanceof HTMLElement) this.#composer?.edit(targetOf(last));
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
    this.#means.title(name);
    for (const place of this.#pane.querySelectorAll(".room-head__name, .room > h1")) place.textContent = name;
  }

  #midnight() {
    const { dates } = this.#means.page;
    const midnight = setTimeout(() => {
      this.#log.nameDays();
      this.#midnight();
    }, dates.untilMidnight(dates.now()) + 1_000);
    this.#log.signal.addEventListener("abort", () => clearTimeout(midnight));
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
