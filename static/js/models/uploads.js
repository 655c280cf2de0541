// @ts-check
/**
 * Sends the messages of the outbox that have files: a few at a time, the oldest first, each until it is stored, refused for
 * good or cancelled. After a loss or a passing refusal it is tried again by itself, with growing pauses, under the same
 * `client_id`: a message that was stored after all is not stored twice. Tabs of one browser do not send the same one at once.
 */

import { Backoff } from "./backoff.js";
import { refusalOf } from "./refusal.js";

/** @typedef {import("./outbox.js").Entry} Entry */

/** How many a tab sends at once; the others wait. */
export const AT_ONCE = 2;

/** What the server says of a room that is not mine. */
const NO_ROOM = "not_found";

/**
 * @typedef {object} Means
 * @property {(entry: Entry, signal: AbortSignal, again: boolean) => Promise<unknown>} deliver resolves once stored; rejects
 * with a refusal or anything else for "no way now"; `again`: it may have been stored by an earlier try
 * @property {(clientId: string, signal: AbortSignal, run: () => Promise<void>, waits: () => void) => Promise<unknown>} alone
 * runs it while no other tab does; `waits`: another one does now
 * @property {(run: () => void, ms: number) => unknown} [later]
 * @property {() => Backoff} [backoff]
 */

export class Uploads {
  /** @type {Map<string, AbortController>} */
  #running = new Map();
  /** Those of them that another tab has; they take nobody's place. @type {Set<string>} */
  #elsewhere = new Set();
  /** Those that nobody has tried to send. @type {Set<string>} */
  #fresh = new Set();
  /** Those in a pause before the next try. @type {Map<string, { lost: boolean }>} */
  #pauses = new Map();
  /** @type {Map<string, Backoff>} */
  #tries = new Map();
  #outbox;
  #deliver;
  #alone;
  #later;
  #backoff;

  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {Means} means
   */
  constructor(outbox, { deliver, alone, later = (run, ms) => setTimeout(run, ms), backoff = () => new Backoff() }) {
    this.#outbox = outbox;
    this.#deliver = deliver;
    this.#alone = alone;
    this.#later = later;
    this.#backoff = backoff;
  }

  /**
   * @param {number} room
   * @param {string} text
   * @param {number | null} replyTo
   * @param {{ files: File[], as_files: boolean }} attached
   */
  add(room, text, replyTo, attached) {
    this.#fresh.add(this.#outbox.add(room, text, replyTo, attached).client_id);
    this.kick();
  }

  /** Something may be sent now. */
  kick() {
    for (const entry of this.#outbox.uploads()) {
      if (this.#sending >= AT_ONCE) return;
      const id = entry.client_id;
      if (!this.#running.has(id) && !this.#pauses.has(id)) void this.#send(entry);
    }
  }

  /** A way is open again: what was lost need not wait longer. A pause that the server asked for is kept. */
  wake() {
    for (const [id, { lost }] of this.#pauses) {
      if (!lost) continue;
      this.#pauses.delete(id);
      this.#tries.delete(id);
    }
    this.kick();
  }

  /**
   * It is not wanted any more. When it was stored meanwhile, it simply appears.
   * @param {string} clientId
   */
  cancel(clientId) {
    this.#outbox.cancel(clientId);
    this.#end(clientId);
  }

  /**
   * The room is mine no more: nothing can be sent there, and its files need not lie here.
   * @param {number} room
   */
  gone(room) {
    for (const { client_id, files } of this.#outbox.of(room)) if (files) this.cancel(client_id);
  }

  /**
   * A message came under this id: when it is one of these it is stored, whatever this page knows.
   * @param {string | null | undefined} clientId
   */
  arrived(clientId) {
    if (!clientId || !this.#outbox.uploads().some((entry) => entry.client_id === clientId)) return;
    this.#outbox.sent(clientId);
    this.#end(clientId);
  }

  get #sending() {
    return this.#running.size - this.#elsewhere.size;
  }

  /** @param {Entry} entry */
  async #send(entry) {
    const id = entry.client_id;
    const control = new AbortController();
    this.#running.set(id, control);
    try {
      await this.#alone(
        id,
        control.signal,
        async () => {
          this.#elsewhere.delete(id);
          if (!(await this.#outbox.wanted(id))) this.#outbox.cancel(id);
          else if (this.#sending <= AT_ONCE) {
            await this.#deliver(entry, control.signal, !this.#fresh.delete(id));
            this.#outbox.sent(id);
          }
        },
        () => {
          this.#elsewhere.add(id);
          this.kick();
        },
      );
      this.#tries.delete(id);
    } catch (error) {
      if (!control.signal.aborted) this.#failed(id, error);
    }
    this.#running.delete(id);
    this.#elsewhere.delete(id);
    this.kick();
  }

  /**
   * @param {string} id
   * @param {unknown} error
   */
  #failed(id, error) {
    const refusal = refusalOf(error);
    const entry = this.#outbox.uploads().find(({ client_id }) => client_id === id);
    if (refusal?.code === NO_ROOM && entry) {
      this.gone(entry.room_id);
      return;
    }
    if (refusal && !refusal.passing) {
      this.#tries.delete(id);
      this.#outbox.failed(id, refusal.message);
      return;
    }
    const tries = this.#tries.get(id) ?? this.#backoff();
    const pause = { lost: !refusal };
    this.#tries.set(id, tries);
    this.#pauses.set(id, pause);
    this.#later(() => {
      if (this.#pauses.get(id) !== pause) return;
      this.#pauses.delete(id);
      this.kick();
    }, tries.next(refusal?.retryAfterMs ?? 0));
  }

  /** @param {string} id */
  #end(id) {
    this.#running.get(id)?.abort();
    this.#pauses.delete(id);
    this.#tries.delete(id);
    this.kick();
  }
}

/**
 * How many bytes of each file are sent. Only the sum is known, and what stands between the files: that is taken to come
 * before them all, so that the last one is never called whole too early.
 * @param {number[]} sizes in bytes
 * @param {number} loaded bytes of the request that are sent
 * @param {number} total bytes of the request
 */
export function sentOfEach(sizes, loaded, total) {
  const between = Math.max(0, total - sizes.reduce((sum, size) => sum + size, 0));
  let left = Math.max(0, loaded - between);
  return sizes.map((size) => {
    const sent = Math.min(size, left);
    left -= sent;
    return sent;
  });
}
