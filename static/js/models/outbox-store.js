// @ts-check
/**
 * Where the outbox is kept: IndexedDB of this browser, or memory where the browser refuses one (private windows of some
 * browsers), which then survives no reload. Files lie beside their entry and are written once, however often it changes.
 */

import { committed, done, opened } from "./indexed.js";

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {import("./outbox.js").Store} Store */

const DATABASE = "livechat";
const ENTRIES = "outbox";
const FILES = "files";

/**
 * @param {IDBFactory | undefined} [factory]
 * @returns {Promise<Store>}
 */
export async function openOutboxStore(factory = globalThis.indexedDB) {
  try {
    const opening = factory.open(DATABASE, 2);
    opening.onupgradeneeded = () => {
      for (const name of [ENTRIES, FILES]) {
        if (opening.result.objectStoreNames.contains(name)) continue;
        opening.result.createObjectStore(name, { keyPath: "client_id" }).createIndex("user_id", "user_id");
      }
    };
    return new IndexedStore(await opened(opening));
  } catch {
    return new MemoryStore();
  }
}

/** @implements {Store} */
class IndexedStore {
  #database;
  /** Ids whose files are written. @type {Set<string>} */
  #written = new Set();

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
    // A page of a newer program waits for this one to let go.
    database.onversionchange = () => database.close();
  }

  /**
   * @param {number} user
   * @returns {Promise<Entry[]>}
   */
  async all(user) {
    const reading = this.#database.transaction([ENTRIES, FILES]);
    const of = (/** @type {string} */ store) => done(reading.objectStore(store).index("user_id").getAll(user));
    const [entries, kept] = await Promise.all([of(ENTRIES), of(FILES)]);
    const files = new Map(kept.map((one) => [one.client_id, one.files]));
    for (const id of files.keys()) this.#written.add(id);
    return entries.map((entry) => (files.has(entry.client_id) ? { ...entry, files: files.get(entry.client_id) } : entry));
  }

  /** @param {Entry} entry */
  async put({ files, ...entry }) {
    const { client_id, user_id } = entry;
    await this.#write((entries, kept) => {
      if (files && !this.#written.has(client_id)) kept.put({ client_id, user_id, files });
      entries.put(entry);
    });
    this.#written.add(client_id);
  }

  /** @param {string} clientId */
  remove(clientId) {
    return this.#write((entries, kept) => {
      kept.delete(clientId);
      entries.delete(clientId);
    });
  }

  /** @param {string} clientId */
  async has(clientId) {
    return (await done(this.#database.transaction(ENTRIES).objectStore(ENTRIES).count(clientId))) > 0;
  }

  /**
   * @param {(entries: IDBObjectStore, files: IDBObjectStore) => void} change
   */
  async #write(change) {
    const transaction = this.#database.transaction([ENTRIES, FILES], "readwrite");
    change(transaction.objectStore(ENTRIES), transaction.objectStore(FILES));
    await committed(transaction);
  }
}

/** @implements {Store} */
export class MemoryStore {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  /** @param {number} user */
  async all(user) {
    return [...this.#entries.values()].filter((entry) => entry.user_id === user);
  }

  /** @param {Entry} entry */
  async put(entry) {
    this.#entries.set(entry.client_id, entry);
  }

  /** @param {string} clientId */
  async remove(clientId) {
    this.#entries.delete(clientId);
  }

  /** @param {string} clientId */
  async has(clientId) {
    return this.#entries.has(clientId);
  }
}
