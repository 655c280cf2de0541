// @ts-check
/**
 * Empties the outbox: one message a room under way at a time, so that their order stays. A refusal for good marks the
 * entry; a passing one (too fast, server busy) is tried again after a pause; a lost connection waits to be kicked.
 */

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {import("./refusal.js").Refusal} Refusal */

import { refusalOf } from "./refusal.js";

/** Pause after a passing refusal that names none, in milliseconds. */
const PAUSE_MS = 2_000;

export class Sender {
  /** @type {Set<number>} rooms with a message under way or in a pause */
  #busy = new Set();
  #outbox;
  #deliver;
  #later;

  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {(entry: Entry) => Promise<unknown>} deliver resolves once stored; rejects with a refusal or anything else
   * for "no way now"
   * @param {(run: () => void, ms: number) => unknown} [later]
   */
  constructor(outbox, deliver, later = (run, ms) => setTimeout(run, ms)) {
    this.#outbox = outbox;
    this.#deliver = deliver;
    this.#later = later;
  }

  /** Something may be sent now: an entry was added or a way is open. */
  kick() {
    for (const entry of this.#outbox.heads()) {
      if (!this.#busy.has(entry.room_id)) void this.#send(entry);
    }
  }

  /** @param {Entry} entry */
  async #send(entry) {
    const room = entry.room_id;
    this.#busy.add(room);
    try {
      await this.#deliver(entry);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) {
        this.#busy.delete(room);
        return;
      }
      if (refusal.passing) {
        this.#later(() => this.#free(room), refusal.retryAfterMs ?? PAUSE_MS);
        return;
      }
      this.#outbox.failed(entry.client_id, refusal.message);
      this.#free(room);
      return;
    }
    this.#outbox.sent(entry.client_id);
    this.#free(room);
  }

  /** @param {number} room */
  #free(room) {
    this.#busy.delete(room);
    this.kick();
  }
}
