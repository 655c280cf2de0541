// @ts-check
/**
 * Copies of drafts in IndexedDB. What is written there outlives a browser that is killed a moment later; what is written into its
 * `localStorage` does not for some seconds. A draft that was sent or cleared leaves an empty copy, so that it does not come back.
 */

import { committed, done, opened } from "./indexed.js";

const DATABASE = "livechat-drafts";
const COPIES = "copies";
/** How long an empty copy stays, in milliseconds: far longer than a browser waits before it writes. */
const EMPTY_MS = 24 * 60 * 60 * 1000;

/** @typedef {{ key: string, text: string, reply: unknown, at: number }} Copy `at` in epoch milliseconds */

export class DraftCopies {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
    database.onversionchange = () => database.close();
  }

  /** @param {IDBFactory} [factory] @returns {Promise<DraftCopies | null>} null where the browser refuses one */
  static async open(factory = globalThis.indexedDB) {
    try {
      const opening = factory.open(DATABASE, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(COPIES, { keyPath: "key" });
      return new DraftCopies(await opened(opening));
    } catch {
      return null;
    }
  }

  /** @param {number} now epoch milliseconds @returns {Promise<Copy[]>} */
  async all(now) {
    const transaction = this.#database.transaction(COPIES, "readwrite");
    const store = transaction.objectStore(COPIES);
    const copies = /** @type {Copy[]} */ (await done(store.getAll()));
    for (const { key, text, reply, at } of copies) if (!text && !reply && now - at > EMPTY_MS) store.delete(key);
    return copies;
  }

  /** @param {Copy} copy */
  async put(copy) {
    try {
      const transaction = this.#database.transaction(COPIES, "readwrite");
      transaction.objectStore(COPIES).put(copy);
      await committed(transaction);
    } catch {
      // No room left, or the page goes: the draft itself is kept.
    }
  }
}
