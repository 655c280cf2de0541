/**
 * A pretend server with the real rules of reading, and devices of one person beside it, joined by lines that deliver late and
 * let each other cross. Nothing here waits.
 */

import { Counts } from "../../../static/js/models/counts.js";

/** @typedef {import("./clock.js").Clock} Clock */

export const ME = 1;
export const OTHERS = [2, 3];
/** How late anything may come, in milliseconds. */
const LATE_MS = 3_000;
/** How long births are gathered until those elsewhere are told, in milliseconds. */
const GATHERED_MS = 1_000;
/** After what time it is told what was read, in milliseconds. */
const TOLD_MS = 500;
/** Births that one frame lists at most. */
const LISTED = 3;
/** Members of a room. */
const MEMBERS = 400;

/** @typedef {{ birth: number, author: number, named: boolean, deleted: boolean, system: boolean }} Message */

class Room {
  seq = 0;
  readSeq = 0;
  marks = 0;
  /** @type {Message[]} */
  messages = [];
  /** @type {[number, number][]} */
  births = [];
  /** @type {[number, number][]} */
  named = [];
  /** @type {[number, number][]} */
  recounted = [];
  /** @type {number[]} */
  erased = [];
  /** @type {number | undefined} */
  recount;
  gathering = false;

  /** @returns {import("../../../static/js/net/protocol.js").ReadState} */
  state() {
    const unread = this.messages.filter((one) => one.birth > this.readSeq && one.author !== ME && !one.deleted && !one.system);
    const mentions = unread.filter((one) => one.named).length;
    return { as_of: this.seq, seq: this.readSeq, marks: this.marks, unread: Math.min(1_000, unread.length), mentions: Math.min(1_000, mentions) };
  }
}

export class Server {
  /** @type {Map<number, Room>} */
  rooms = new Map();
  /** @type {Device[]} */
  devices = [];
  clock;

  /**
   * @param {Clock} clock
   * @param {number[]} rooms
   */
  constructor(clock, rooms) {
    this.clock = clock;
    for (const room of rooms) this.rooms.set(room, new Room());
  }

  /** @param {number} id */
  room(id) {
    return /** @type {Room} */ (this.rooms.get(id));
  }

  /**
   * @param {number} id
   * @param {number} author
   * @param {boolean} named whether it names me
   * @param {boolean} system
   */
  post(id, author, named, system) {
    const room = this.room(id);
    const birth = (room.seq += 1);
    room.messages.push({ birth, author, named: named && !system, deleted: false, system });
    const mentioned = named && !system ? [ME] : [];
    this.#toViewers(id, { type: "chat_message", room_id: id, seq: birth, user_id: author, message_type: system ? "system" : "text", mentioned });
    if (system) return;
    if (room.births.length < LISTED) {
      room.births.push([birth, author]);
      if (named) room.named.push([birth, ME]);
    } else this.#recount(room, birth);
    this.#gather(id);
  }

  /**
   * @param {number} id
   * @param {Message} message
   */
  delete(id, message) {
    message.deleted = true;
    const room = this.room(id);
    this.#changed(id, message, { type: "message_deleted", delete_type: "all", members: MEMBERS });
    for (const pairs of /** @type {const} */ (["births", "named", "recounted"])) {
      room[pairs] = room[pairs].filter(([birth]) => birth !== message.birth);
    }
    if (room.erased.length < LISTED) room.erased.push(message.birth);
    else this.#recount(room, message.birth);
  }

  /**
   * @param {number} id
   * @param {Message} message
   * @param {boolean} named
   */
  edit(id, message, named) {
    const recounted = message.named === named ? [] : [ME];
    message.named = named;
    const room = this.room(id);
    this.#changed(id, message, { type: "message_edited", recounted });
    for (const user of recounted) room.recounted.push([message.birth, user]);
  }

  /**
   * @param {number} id
   * @param {number} seq
   */
  read(id, seq) {
    const room = this.room(id);
    room.readSeq = Math.max(room.readSeq, Math.min(seq, room.seq));
    if (room.marks % 2) room.marks += 1;
    this.#tellState(id);
  }

  /**
   * @param {number} id
   * @param {boolean} on
   */
  mark(id, on) {
    const room = this.room(id);
    if (room.marks % 2 !== Number(on)) room.marks += 1;
    this.#tellState(id);
  }

  /** @param {number} id */
  #tellState(id) {
    for (const device of this.devices) device.told("person", { type: "read", room_id: id, ...this.room(id).state() });
  }

  /**
   * @param {number} id
   * @param {Message} message
   * @param {object} what
   */
  #changed(id, message, what) {
    const room = this.room(id);
    room.seq += 1;
    this.#toViewers(id, { ...what, room_id: id, seq: room.seq, message_seq: message.birth });
    this.#gather(id);
  }

  /**
   * @param {Room} room
   * @param {number} birth
   */
  #recount(room, birth) {
    room.recount = Math.max(birth, room.recount ?? birth);
  }

  /**
   * @param {number} id
   * @param {object} frame
   */
  #toViewers(id, frame) {
    for (const device of this.devices) if (device.viewed === id) device.told("room", frame);
  }

  /** @param {number} id */
  #gather(id) {
    const room = this.room(id);
    if (room.gathering) return;
    room.gathering = true;
    this.clock.later(() => {
      const { births, named, recounted, erased, recount } = room;
      const lists = { births, named, recounted, erased, ...(recount === undefined ? {} : { recount }) };
      const frame = { type: "room_activity", room_id: id, as_of: room.seq, members: MEMBERS, ...lists };
      Object.assign(room, { births: [], named: [], recounted: [], erased: [], recount: undefined, gathering: false });
      for (const device of this.devices) if (device.viewed !== id) device.told("room", frame);
    }, GATHERED_MS);
  }
}

/** One device: what it shows is judged. */
export class Device {
  /** The room that the server knows to be in view. @type {number | null} */
  viewed = null;
  /** Which socket this is: what was sent on an older one is lost. @type {number} */
  #life = 0;
  live = false;
  /** Each line delivers in its order; two of them cross. @type {Record<"room" | "person", number>} */
  #free = { room: 0, person: 0 };
  #server;
  #random;
  counts;

  /**
   * @param {Server} server
   * @param {() => number} random
   */
  constructor(server, random) {
    this.#server = server;
    this.#random = random;
    this.counts = new Counts({
      me: ME,
      ask: (room) => this.#ask(room),
      tell: (room, seq) => this.#say(this.#life, () => server.read(room, seq)),
      changed() {},
      later: (run, ms) => server.clock.later(run, ms),
      random,
    });
    server.devices.push(this);
    this.connect();
  }

  /**
   * The server sends a frame.
   * @param {"room" | "person"} line
   * @param {any} frame
   */
  told(line, frame) {
    if (!this.live) return;
    const life = this.#life;
    const at = Math.max(this.#free[line], this.#server.clock.now + this.#late());
    this.#free[line] = at;
    this.#server.clock.later(() => {
      if (life === this.#life) this.counts.frame(frame);
    }, at - this.#server.clock.now);
  }

  /** The socket is gone, and with it what was on its way, both ways. */
  cut() {
    this.live = false;
    this.viewed = null;
    this.#life += 1;
  }

  /** A new socket: all counts are read again, and what was read here is told again. */
  connect() {
    this.cut();
    this.live = true;
    const { clock, rooms } = this.#server;
    clock.later(() => {
      const states = [...rooms].map(([id, room]) => /** @type {const} */ ([id, room.state()]));
      clock.later(() => {
        for (const [id, state] of states) this.counts.apply(id, state);
      }, this.#late());
    }, this.#late());
    this.counts.reachable();
  }

  /** @param {number | null} room */
  view(room) {
    this.#say(this.#life, () => {
      this.viewed = room;
      if (room !== null) this.told("room", { type: "ready", room_id: room, seq: this.#server.room(room).seq });
    });
  }

  /**
   * What is in sight is read: as much as this device can know of.
   * @param {number} room
   * @param {number} seq
   */
  read(room, seq) {
    this.counts.seen(room, seq);
    this.#server.clock.later(() => this.counts.tell(room), this.#random() * TOLD_MS);
  }

  /**
   * @param {number} room
   * @param {boolean} on
   */
  mark(room, on) {
    // A command that fails says so.
    const { clock } = this.#server;
    const fails = this.#random() < 0.1;
    const done = new Promise((resolve, reject) => {
      clock.later(() => {
        if (!fails) this.#server.mark(room, on);
        clock.later(() => (fails ? reject(new Error("refused")) : resolve(undefined)), this.#late());
      }, this.#late());
    });
    this.counts.mark(room, on, done).catch(() => {});
  }

  /**
   * Something goes to the server over this socket.
   * @param {number} life
   * @param {() => void} arrives
   */
  #say(life, arrives) {
    if (!this.live) return;
    this.#server.clock.later(() => {
      if (life === this.#life) arrives();
    }, this.#late());
  }

  /** @param {number} room */
  #ask(room) {
    const { clock } = this.#server;
    const lost = this.#random() < 0.2;
    return new Promise((resolve, reject) => {
      clock.later(() => {
        const state = this.#server.room(room).state();
        clock.later(() => (lost ? reject(new Error("lost")) : resolve(state)), this.#late());
      }, this.#late());
    });
  }

  #late() {
    return this.#random() * LATE_MS;
  }
}
