// @ts-check
/**
 * Where the outbox is kept: IndexedDB of this browser, or memory where the browser refuses one (private windows of some
 * browsers), which then survives no reload.
 */

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {import("./outbox.js").Store} Store */

const DATABASE = "livechat";
const ENTRIES = "outbox";

/**
 * @param {IDBFactory | undefined} [factory]
 * @returns {Promise<Store>}
 */
export async function openOutboxStore(factory = globalThis.indexedDB) {
  try {
    const opening = factory.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(ENTRIES, { keyPath: "client_id" }).createIndex("user_id", "user_id");
    };
    return new IndexedStore(await done(opening));
  } catch {
    return new MemoryStore();
  }
}

/** @implements {Store} */
class IndexedStore {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /**
   * @param {number} user
   * @returns {Promise<Entry[]>}
   */
  all(user) {
    return done(this.#database.transaction(ENTRIES).objectStore(ENTRIES).index("user_id").getAll(user));
  }

  /** @param {Entry} entry */
  put(entry) {
    return this.#write((entries) => entries.put(entry));
  }

  /** @param {string} clientId */
  remove(clientId) {
    return this.#write((entries) => entries.delete(clientId));
  }

  /**
   * Commits at once: a tab that closes before its transaction commits by itself would take the entry with it.
   * @param {(entries: IDBObjectStore) => IDBRequest} change
   */
  async #write(change) {
    const transaction = this.#database.transaction(ENTRIES, "readwrite");
    const request = change(transaction.objectStore(ENTRIES));
    transaction.commit();
    await done(request);
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
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
