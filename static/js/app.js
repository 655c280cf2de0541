// @ts-check
/**
 * Everything of one signed-in page that outlives the room in view: the list, the connection, what waits to be sent, and the
 * router. What belongs to one room is made with it, and goes with it.
 */

import { ConnectionBar } from "./connection-bar.js";
import { askBeforeLeaving, leaveForLogin } from "./leaving.js";
import { ListBorder } from "./list/border.js";
import { ListFilter } from "./list/filter.js";
import { startRoomMenu } from "./list/menu.js";
import { DraftChanged, Drafts } from "./models/drafts.js";
import { Outbox } from "./models/outbox.js";
import { Sender } from "./models/sender.js";
import { Commands } from "./net/commands.js";
import { Connection } from "./net/connection.js";
import { Http } from "./net/http.js";
import { Panes } from "./panes.js";
import { partOf } from "./part.js";
import { Room } from "./room.js";
import { Log } from "./room/log.js";
import { Router } from "./router.js";
import { startShortcuts } from "./shortcuts.js";
import { amongTabs } from "./tabs.js";
import { startUploads } from "./uploads.js";

/** @typedef {import("./models/outbox.js").Entry} Entry */
/** @typedef {import("./net/protocol.js").Frame} Frame */
/** @typedef {import("./page.js").RoomFacts} RoomFacts */

export class App {
  #page;
  #http = new Http();
  #rooms;
  #bar;
  #connection;
  #commands;
  #outbox;
  #sender;
  #uploads;
  #drafts;
  #panes;
  #router;
  /** @type {Room | null} */
  #room = null;
  /** Files that were chosen and not sent, of the rooms that are not in view. @type {Map<number, { files: File[], as_files: boolean }>} */
  #trays = new Map();
  #wasLive = false;

  /**
   * @param {import("./page.js").Page} page
   * @param {import("./rooms.js").Rooms} rooms
   * @param {Promise<import("./models/outbox.js").Store>} store of what waits to be sent
   */
  constructor(page, rooms, store) {
    const { list } = rooms;
    this.#page = page;
    this.#drafts = new Drafts(page.me);
    const field = document.getElementById("room-search");
    const filter = field instanceof HTMLInputElement ? new ListFilter(list, field, page) : null;
    const left = document.getElementById("list");
    left?.append(new ListBorder(left, page.word("js-list-width")));
    this.#rooms = rooms;
    this.#bar = partOf(document, "#conn", ConnectionBar);
    this.#bar?.start(page, () => this.#connection.wake(), () => this.#room?.offline());
    this.#connection = new Connection({
      http: this.#http,
      open: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, "ws"))),
      listener: {
        frame: (frame) => this.#frame(frame),
        items: (items) => {
          for (const item of items) this.#uploads.arrived(item.client_id);
          this.#rooms.caughtUp(this.#room?.id ?? null);
          this.#room?.items(items);
        },
        reset: () => this.#router.reload(),
        gone: (room) => {
          this.#uploads.gone(room);
          this.#router.gone(room);
        },
        ended: (why) => {
          if (why === "login") leaveForLogin();
          else this.#bar?.ended();
        },
        state: () => this.#state(),
      },
    });
    this.#commands = new Commands(this.#connection, this.#http);
    this.#outbox = new Outbox(store, page.me, (entry, event) => this.#entry(entry, event), undefined, () => page.dates.now());
    rooms.start(page, {
      ask: (room) => this.#http.readState(room),
      tell: (room, seq) => this.#commands.read(room, seq),
      mark: (room, on) => this.#commands.markUnread(room, on),
      unsent: (room, open) => this.#unsent(room, open),
      filled: () => filter?.apply(),
      counted: (room) => {
        if (room === this.#room?.id) this.#room.counted();
      },
    });
    startRoomMenu(list, page, rooms);
    this.#sender = new Sender(this.#outbox, async (entry) => {
      const stored = await this.#commands.post(entry);
      this.#roomOf(entry)?.stored(entry.client_id, stored.message_id);
    });
    this.#uploads = startUploads({
      page,
      outbox: this.#outbox,
      commands: this.#commands,
      progress: (entry, done) => this.#roomOf(entry)?.progress(entry.client_id, done),
      stored: (entry, message) => this.#roomOf(entry)?.stored(entry.client_id, message),
    });
    this.#panes = new Panes(page, this.#rooms, {
      close: () => (this.#room = null),
      open: (pane, room, hash) => this.#open(pane, room, hash),
      typed: (room, text) => {
        const draft = this.#drafts.of(room);
        this.#drafts.keep(room, { ...draft, text: draft.text + text });
      },
    });
    this.#router = new Router(this.#http, this.#panes);
    startShortcuts(page, (by) => this.#router.step(by));
    askBeforeLeaving(() => this.#trays.size > 0);
  }

  /** @param {Promise<import("./models/draft-copies.js").DraftCopies | null>} copies of drafts */
  async start(copies) {
    // The server's answer takes its time: the databases open and the room's parts are made meanwhile.
    const { id, seq } = this.#panes.facts ?? { id: null, seq: 0 };
    this.#connection.start(id, seq);
    await this.#drafts.restore(await copies);
    this.#panes.adopt(location.hash);
    await this.#takeOver();
    addEventListener("online", () => this.#uploads.wake());
    for (const name of ["online", "focus", "pageshow"]) addEventListener(name, () => this.#connection.wake());
    addEventListener("offline", () => this.#connection.offline());
    this.#drafts.addEventListener("changed", (event) => {
      if (event instanceof DraftChanged) this.#rooms.unsent(event.room);
    });
    addEventListener("storage", (event) => this.#drafts.changedElsewhere(event.key));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      this.#connection.wake();
      void this.#takeOver();
    });
    // For who looks at the page from outside: from here on a click is not the browser's any more.
    this.#page.app.dataset["started"] = "";
  }

  /** What an earlier page, or a tab that was closed, left unsent is sent by this one. */
  async #takeOver() {
    await this.#outbox.load();
    this.#sender.kick();
    this.#uploads.kick();
  }

  /** @param {Frame} frame */
  #frame(frame) {
    const room = "room_id" in frame && frame.room_id === this.#room?.id ? this.#room : null;
    if (frame.type === "ready") this.#page.dates.serverTime(frame.server_time);
    if (frame.type === "room_gone") {
      this.#uploads.gone(frame.room_id);
      this.#drafts.forget(frame.room_id);
    }
    if (frame.type === "chat_message") this.#uploads.arrived(frame.client_id);
    this.#rooms.frame(frame);
    room?.frame(frame);
  }

  #state() {
    this.#showState();
    for (const room of this.#outbox.rooms) this.#rooms.unsent(room);
    const { live, fallback } = this.#connection;
    // What other rooms said since the page was rendered, or while there was no socket, came to nobody.
    if (live && !this.#wasLive) {
      this.#rooms.refresh();
      this.#uploads.wake();
      void this.#takeOver();
    }
    this.#wasLive = live;
    if (!live && !fallback) return;
    // Of other rooms nothing else tells then.
    if (fallback) this.#rooms.refresh();
    this.#sender.kick();
    this.#rooms.reachable();
    this.#router.reachable();
  }

  #showState() {
    this.#bar?.show(this.#connection.live, this.#connection.slow, this.#outbox.waiting);
  }

  /**
   * @param {Entry} entry
   * @param {"added" | "loaded" | "changed" | "sent" | "dropped"} event
   */
  #entry(entry, event) {
    if (event === "dropped") this.#tellDropped(entry.client_id);
    const room = this.#roomOf(entry);
    if (event === "dropped") room?.notPending(entry);
    else if (event !== "sent") room?.pending(entry, event === "added");
    this.#rooms.unsent(entry.room_id);
    this.#showState();
  }

  /**
   * What I wrote in a room and the server does not have. What is sent at once is not told of: the message itself comes at once.
   * @param {number} room
   * @param {boolean} open whether what is typed there is seen
   * @returns {import("./list/item.js").Unsent | null}
   */
  #unsent(room, open) {
    const draft = open ? "" : this.#drafts.of(room).text;
    if (draft) return { state: "draft", text: draft };
    const entry = this.#outbox.of(room).findLast(({ state }) => state === "failed" || !this.#connection.live);
    if (!entry) return null;
    const { state, text, files: [file, ...more] = [] } = entry;
    return { state, text: text || `📎 ${file?.name ?? ""}${more.length ? ` (+${more.length})` : ""}` };
  }

  // What is cancelled in one tab is not sent by another.
  #tellDropped = amongTabs("dropped", (clientId) => this.#uploads.cancel(clientId));

  /** The room in view, when an entry of the outbox is of it. @param {Entry} entry */
  #roomOf(entry) {
    return this.#room?.id === entry.room_id ? this.#room : null;
  }

  /**
   * @param {HTMLElement} pane
   * @param {RoomFacts | null} facts
   * @param {string} hash
   */
  #open(pane, facts, hash) {
    const log = partOf(pane, "#log", Log);
    if (!facts || !log) {
      this.#connection.view(null, 0);
      return;
    }
    const { id } = facts;
    const tray = this.#trays.get(id);
    this.#trays.delete(id);
    this.#room = new Room(pane, log, {
      page: this.#page,
      room: facts,
      hash,
      http: this.#http,
      commands: this.#commands,
      drafts: this.#drafts,
      tray,
      keepTray: (left) => {
        if (left.files.length) this.#trays.set(id, left);
      },
      send: (text, replyTo, attached) => {
        if (attached) this.#uploads.add(id, text, replyTo, attached);
        else this.#outbox.add(id, text, replyTo);
        this.#sender.kick();
      },
      retry: (clientId) => {
        this.#outbox.retry(clientId);
        this.#sender.kick();
        this.#uploads.kick();
      },
      drop: (clientId) => this.#outbox.drop(clientId),
      cancel: (clientId) => this.#uploads.cancel(clientId),
      asOf: (seq) => this.#connection.asOf(seq),
      newest: (author, text) => this.#rooms.newest(author, text),
      title: (title) => this.#rooms.called(title),
      seen: (seq) => this.#rooms.seen(id, seq),
      tell: () => this.#rooms.tell(id),
      unread: () => this.#rooms.unread(id),
      readSeq: () => this.#rooms.readSeq(id),
    });
    for (const entry of this.#outbox.of(id)) this.#room.pending(entry, false);
    this.#connection.view(id, facts.seq);
  }
}
