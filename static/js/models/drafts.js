// @ts-check
/**
 * What was typed and not sent: one draft a room and person, kept in this browser for all its tabs, so that it outlives the page,
 * the browser and the login. An edit that was begun belongs to its tab: it outlives a reload, and opens nowhere else.
 * At most {@link DRAFTS_MAX} are kept; the oldest go first, and so do those of rooms that are long gone. Without a storage they
 * live as long as the page.
 */

/** Drafts that one browser keeps. */
export const DRAFTS_MAX = 100;

/**
 * @typedef {{ id: number, author: string, text: string, colour: string }} Target a message that is answered or edited
 * @typedef {{ text: string, reply: Target | null }} Draft
 * @typedef {{ text: string, target: Target }} Edit
 */

/** @type {Draft} */
const NOTHING = Object.freeze({ text: "", reply: null });

/** A room's draft is another one now. */
export class DraftChanged extends Event {
  /**
   * @param {number} room
   * @param {boolean} elsewhere whether another tab did it
   */
  constructor(room, elsewhere) {
    super("changed");
    this.room = room;
    this.elsewhere = elsewhere;
  }
}

/** Dispatches {@link DraftChanged} as "changed". */
export class Drafts extends EventTarget {
  #user;
  #shared;
  #own;
  #now;
  /** @type {import("./draft-copies.js").DraftCopies | null} */
  #copies = null;

  /**
   * @param {number} user
   * @param {() => Storage} [shared] of all tabs
   * @param {() => Storage} [own] of this tab
   * @param {() => number} [now] milliseconds
   */
  constructor(user, shared = () => localStorage, own = () => sessionStorage, now = Date.now) {
    super();
    this.#user = user;
    this.#shared = storageOr(shared);
    this.#own = storageOr(own);
    this.#now = now;
  }

  /** @param {number} room @returns {Draft} */
  of(room) {
    const kept = parsed(this.#shared.getItem(this.#key("draft", room)));
    return kept ? { text: textOf(kept["text"]), reply: targetOf(kept["reply"]) } : NOTHING;
  }

  /** @param {number} room @param {Draft} draft */
  keep(room, { text, reply }) {
    const [key, at] = [this.#key("draft", room), this.#now()];
    const empty = !text.trim() && !reply;
    this.#write(key, empty ? null : { text, reply, at });
    void this.#copies?.put({ key, text: empty ? "" : text, reply, at });
    this.dispatchEvent(new DraftChanged(room, false));
  }

  /**
   * Takes over what a browser that was killed had no time to write, and copies what is kept from now on.
   * @param {import("./draft-copies.js").DraftCopies | null} copies
   */
  async restore(copies) {
    this.#copies = copies;
    for (const { key, text, reply, at } of (await copies?.all(this.#now())) ?? []) {
      const kept = parsed(this.#shared.getItem(key));
      if (!key.startsWith(`draft:${this.#user}:`) || Number(kept?.["at"] ?? 0) >= at) continue;
      if (text || reply) this.#write(key, { text, reply, at });
      else if (kept) this.#write(key, null);
    }
  }

  /** @param {string} key @param {object | null} draft null for none */
  #write(key, draft) {
    if (draft) put(this.#shared, key, draft);
    else this.#shared.removeItem(key);
  }

  /** The edit that this tab has begun. @param {number} room @returns {Edit | null} */
  editOf(room) {
    const kept = parsed(this.#own.getItem(this.#key("edit", room)));
    const target = targetOf(kept?.["target"]);
    return target && { text: textOf(kept?.["text"]), target };
  }

  /** @param {number} room @param {Edit | null} edit */
  keepEdit(room, edit) {
    const key = this.#key("edit", room);
    if (edit) put(this.#own, key, { ...edit, at: this.#now() });
    else this.#own.removeItem(key);
  }

  /** The room is gone, or I have left it. @param {number} room */
  forget(room) {
    this.keepEdit(room, null);
    this.keep(room, NOTHING);
  }

  /** Another tab has changed the storage. @param {string | null} key as of the browser's `storage` event */
  changedElsewhere(key) {
    const [kind, user, room] = key?.split(":") ?? [];
    if (kind === "draft" && Number(user) === this.#user) this.dispatchEvent(new DraftChanged(Number(room), true));
  }

  /** @param {"draft" | "edit"} kind @param {number} room */
  #key(kind, room) {
    return `${kind}:${this.#user}:${room}`;
  }
}

/**
 * Puts a draft in; where there is no more room for it, older ones go.
 * @param {Kept} storage
 * @param {string} key
 * @param {object} draft
 */
function put(storage, key, draft) {
  const isNew = storage.getItem(key) === null;
  const older = isNew ? others(storage, key) : [];
  for (const old of older.slice(0, Math.max(0, older.length + 1 - DRAFTS_MAX))) storage.removeItem(old);
  const value = JSON.stringify(draft);
  for (const old of [...others(storage, key), null]) {
    try {
      storage.setItem(key, value);
      return;
    } catch {
      // The browser's share is used up.
      if (old !== null) storage.removeItem(old);
    }
  }
}

/**
 * The keys of the other drafts, the oldest first.
 * @param {Kept} storage
 * @param {string} key
 */
function others(storage, key) {
  const kept = [];
  for (let n = 0; n < storage.length; n += 1) {
    const other = storage.key(n);
    if (other === null || other === key || !/^(draft|edit):/.test(other)) continue;
    kept.push({ other, at: Number(parsed(storage.getItem(other))?.["at"] ?? 0) });
  }
  return kept.sort((one, two) => one.at - two.at).map(({ other }) => other);
}

/** @typedef {Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">} Kept */

/**
 * A storage that the browser refuses is one of this page alone.
 * @param {() => Storage} open
 * @returns {Kept}
 */
function storageOr(open) {
  try {
    const storage = open();
    storage.getItem("");
    return storage;
  } catch {
    /** @type {Map<string, string>} */
    const kept = new Map();
    return {
      get length() {
        return kept.size;
      },
      key: (n) => [...kept.keys()][n] ?? null,
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}

/**
 * @param {string | null} value
 * @returns {Record<string, unknown> | null}
 */
function parsed(value) {
  try {
    const kept = JSON.parse(value ?? "null");
    return typeof kept === "object" ? kept : null;
  } catch {
    return null;
  }
}

/** @param {unknown} text */
function textOf(text) {
  return typeof text === "string" ? text : "";
}

/**
 * @param {unknown} target
 * @returns {Target | null}
 */
function targetOf(target) {
  if (typeof target !== "object" || target === null || !("id" in target) || typeof target.id !== "number") return null;
  const { author, text, colour } = /** @type {Record<string, unknown>} */ (target);
  return { id: target.id, author: textOf(author), text: textOf(text), colour: textOf(colour) };
}
