// @ts-check
/**
 * What I wrote and the server has not stored yet: in order, each under the `client_id` that makes sending it again
 * harmless. Kept in a store, so that a reload, a closed tab or a new login of the same person loses nothing.
 *
 * An entry is `pending` until the server stored it (then it is gone from here) or refused it for good (`failed`, until
 * it is retried or dropped). A failed entry does not hold up those behind it.
 */

import { newClientId } from "./client-id.js";

/**
 * @typedef {object} Entry
 * @property {string} client_id
 * @property {number} user_id whose it is: another person in the same browser neither sees nor sends it
 * @property {number} room_id
 * @property {number} order later is larger
 * @property {string} text
 * @property {File[]} [files] what goes with it, in order
 * @property {boolean} [as_files] whether pictures go as files
 * @property {number | null} reply_to
 * @property {number} created_at epoch milliseconds
 * @property {"pending" | "failed"} state
 * @property {string | null} refusal why it failed, in the reader's words
 */

/**
 * @typedef {object} Store
 * @property {(user: number) => Promise<Entry[]>} all
 * @property {(entry: Entry) => Promise<void>} put
 * @property {(clientId: string) => Promise<void>} remove
 * @property {(clientId: string) => Promise<boolean>} has
 */

/** @typedef {(entry: Entry, event: "added" | "loaded" | "changed" | "sent" | "dropped") => void} Watcher */

export class Outbox {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** Ids that the store is known to have taken. @type {Set<string>} */
  #kept = new Set();
  #order = 0;
  #store;
  #user;
  #newId;
  #now;
  #watch;

  /**
   * @param {Store | Promise<Store>} store which may still be opening
   * @param {number} user my user id
   * @param {Watcher} watch
   * @param {() => string} [newId]
   * @param {() => number} [now] epoch milliseconds
   */
  constructor(store, user, watch, newId = newClientId, now = Date.now) {
    this.#store = store;
    this.#user = user;
    this.#watch = watch;
    this.#newId = newId;
    this.#now = now;
  }

  /** Takes over what an earlier page left, or another tab that may be closed by now. */
  async load() {
    const known = new Set(this.#entries.keys());
    const left = (await (await this.#store).all(this.#user)).sort((a, b) => a.order - b.order);
    for (const entry of left) {
      this.#order = Math.max(this.#order, entry.order);
      // One that was known may be gone since the store was asked.
      if (known.has(entry.client_id) || this.#entries.has(entry.client_id)) continue;
      this.#kept.add(entry.client_id);
      this.#entries.set(entry.client_id, entry);
      this.#watch(entry, "loaded");
    }
  }

  /**
   * @param {number} room
   * @param {string} text
   * @param {number | null} replyTo
   * @param {{ files: File[], as_files: boolean }} [attached]
   */
  add(room, text, replyTo, attached) {
    const now = this.#now();
    this.#order = Math.max(this.#order + 1, now);
    /** @type {Entry} */
    const entry = {
      client_id: this.#newId(),
      user_id: this.#user,
      room_id: room,
      order: this.#order,
      text,
      ...attached,
      reply_to: replyTo,
      created_at: now,
      state: "pending",
      refusal: null,
    };
    this.#save(entry, "added");
    return entry;
  }

  /** The oldest pending text of each room: what may be sent now, one a room at a time keeps their order. */
  heads() {
    /** @type {Map<number, Entry>} */
    const heads = new Map();
    for (const entry of this.#entries.values()) {
      const head = heads.get(entry.room_id);
      if (entry.files) continue;
      if (entry.state === "pending" && (!head || entry.order < head.order)) heads.set(entry.room_id, entry);
    }
    return [...heads.values()];
  }

  /** Everything pending that has files, oldest first. It holds no text up. */
  uploads() {
    const uploads = [...this.#entries.values()].filter((entry) => entry.files && entry.state === "pending");
    return uploads.sort((a, b) => a.order - b.order);
  }

  /**
   * Whether an entry survives this page.
   * @param {string} clientId
   */
  keeps(clientId) {
    return this.#kept.has(clientId);
  }

  /**
   * Whether an entry is still to be sent: another tab that shares the store may have sent or dropped it.
   * @param {string} clientId
   */
  async wanted(clientId) {
    return !this.#kept.has(clientId) || (await this.#store).has(clientId);
  }

  /**
   * Whatever waits or failed in a room, oldest first.
   * @param {number} room
   */
  of(room) {
    return [...this.#entries.values()].filter((entry) => entry.room_id === room).sort((a, b) => a.order - b.order);
  }

  /** Where anything waits or failed. */
  get rooms() {
    return new Set([...this.#entries.values()].map((entry) => entry.room_id));
  }

  /** How many wait to be sent, in all rooms. */
  get waiting() {
    return [...this.#entries.values()].filter((entry) => entry.state === "pending").length;
  }

  /**
   * The server stored it.
   * @param {string} clientId
   */
  sent(clientId) {
    this.#remove(clientId, "sent");
  }

  /**
   * The server refused it for good.
   * @param {string} clientId
   * @param {string} refusal in the reader's words
   */
  failed(clientId, refusal) {
    const entry = this.#entries.get(clientId);
    if (entry) this.#save({ ...entry, state: "failed", refusal }, "changed");
  }

  /**
   * A failed one is to be sent after all, behind what waits already. A refused command is not remembered by the
   * server, so it keeps its `client_id`.
   * @param {string} clientId
   */
  retry(clientId) {
    const entry = this.#entries.get(clientId);
    if (entry?.state !== "failed") return;
    this.#order = Math.max(this.#order + 1, this.#now());
    this.#save({ ...entry, order: this.#order, state: "pending", refusal: null }, "changed");
  }

  /**
   * A failed one is not wanted any more.
   * @param {string} clientId
   */
  drop(clientId) {
    if (this.#entries.get(clientId)?.state === "failed") this.#remove(clientId, "dropped");
  }

  /**
   * Not wanted any more, in whatever state.
   * @param {string} clientId
   */
  cancel(clientId) {
    this.#remove(clientId, "dropped");
  }

  /** Who signs out leaves no files in the browser. */
  async forgetFiles() {
    for (const { client_id, files } of [...this.#entries.values()]) if (files) this.cancel(client_id);
    const store = await this.#store;
    const kept = (await store.all(this.#user)).filter((entry) => entry.files);
    await Promise.all(kept.map((entry) => store.remove(entry.client_id)));
  }

  /**
   * @param {Entry} entry
   * @param {"added" | "changed"} event
   */
  #save(entry, event) {
    this.#entries.set(entry.client_id, entry);
    this.#put(entry).then(() => this.#kept.add(entry.client_id), unkept);
    this.#watch(entry, event);
  }

  /** @param {Entry} entry */
  async #put(entry) {
    await (await this.#store).put(entry);
  }

  /** @param {string} clientId */
  async #forget(clientId) {
    await (await this.#store).remove(clientId);
  }

  /**
   * @param {string} clientId
   * @param {"sent" | "dropped"} event
   */
  #remove(clientId, event) {
    const entry = this.#entries.get(clientId);
    if (!entry) return;
    this.#entries.delete(clientId);
    this.#forget(clientId).catch(unkept);
    this.#watch(entry, event);
  }
}

/** The browser refused to keep it (no room left): the message is sent all the same, it only would not survive a reload. */
function unkept() {}
