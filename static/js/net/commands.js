// @ts-check
/**
 * What I do in a room, by whichever door is open: the socket, or HTTP while the socket does not come. The same
 * `client_id` goes through both, so that a command repeated after a loss is carried out once.
 */

import { newClientId } from "../models/client-id.js";
import { Lost } from "../models/refusal.js";
import { HttpRefusal } from "./http.js";
import { upload } from "./upload.js";

/** @typedef {import("./connection.js").Connection} Connection */
/** @typedef {import("./http.js").Http} Http */

export class Commands {
  #connection;
  #http;
  #newId;

  /**
   * @param {Connection} connection
   * @param {Http} http
   * @param {() => string} [newId]
   */
  constructor(connection, http, newId = newClientId) {
    this.#connection = connection;
    this.#http = http;
    this.#newId = newId;
  }

  /**
   * Posts a message of the outbox. Without a way it rejects with `Lost` and stays in the outbox.
   * @param {import("../models/outbox.js").Entry} entry
   */
  async post(entry) {
    const { room_id, client_id, text, reply_to } = entry;
    if (!this.#connection.fallback) {
      return this.#connection.command({ type: "chat_message", room_id, client_id, message: text, reply_to });
    }
    const stored = await this.#byHttp(() => this.#http.post(room_id, client_id, text, reply_to));
    void this.#connection.catchUp();
    return stored;
  }

  /**
   * Sends a message of the outbox that has files; there is one way for it. Without it it rejects with `Lost`.
   * @param {import("../models/outbox.js").Entry} entry
   * @param {AbortSignal} signal
   * @param {boolean} again whether it may be stored already: asked before all its bytes are sent for nothing
   * @param {(sent: number, all: number) => void} progress bytes of the request
   */
  async upload(entry, signal, again, progress) {
    const { room_id, client_id, reply_to } = entry;
    const stored = await this.#byHttp(async () => {
      const first = again ? await this.#http.repeated(room_id, client_id, reply_to) : null;
      return first ?? upload(entry, signal, progress);
    });
    if (!this.#connection.live) void this.#connection.catchUp();
    return stored;
  }

  /**
   * @param {number} room
   * @param {number} message
   * @param {string} text
   */
  edit(room, message, text) {
    const id = this.#newId();
    return this.#now({ type: "edit_message", room_id: room, client_id: id, message_id: message, message: text }, () =>
      this.#http.edit(room, id, message, text),
    );
  }

  /**
   * @param {number} room
   * @param {number} message
   * @param {"text" | "file" | "all"} what
   */
  delete(room, message, what) {
    const id = this.#newId();
    return this.#now({ type: "delete_message", room_id: room, client_id: id, message_id: message, delete_type: what }, () =>
      this.#http.delete(id, message, what),
    );
  }

  /**
   * @param {number} room
   * @param {number} message
   * @param {string} emoji
   * @param {boolean} on whether it is to be there
   */
  react(room, message, emoji, on) {
    const id = this.#newId();
    return this.#now({ type: "react", room_id: room, client_id: id, message_id: message, emoji, on }, () =>
      this.#http.react(id, message, emoji, on),
    );
  }

  /**
   * Everything up to this birth is seen. May be lost: the next one says more.
   * @param {number} room
   * @param {number} seq
   * @returns {boolean} whether there is a way to say it
   */
  read(room, seq) {
    if (this.#connection.live) this.#connection.tell({ type: "read", room_id: room, seq });
    else if (this.#connection.fallback) this.#http.read(room, seq).catch(() => {});
    else return false;
    return true;
  }

  /**
   * Marks a room as unread, or takes that back.
   * @param {number} room
   * @param {boolean} on
   */
  markUnread(room, on) {
    const id = this.#newId();
    return this.#now({ type: "mark_unread", room_id: room, client_id: id, on }, () => this.#http.markUnread(room, id, on));
  }

  /**
   * @param {number} room
   * @param {boolean} typing
   */
  typing(room, typing) {
    this.#connection.tell({ type: "typing", room_id: room, is_typing: typing });
  }

  /**
   * Somebody waits for this one: the socket if it is there, else or after its loss HTTP under the same `client_id`.
   * @param {{ client_id: string } & Record<string, unknown>} frame
   * @param {() => Promise<unknown>} byHttp
   */
  async #now(frame, byHttp) {
    if (this.#connection.live) {
      try {
        await this.#connection.command(frame);
        return;
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
      }
    }
    await this.#byHttp(byHttp);
    await this.#connection.catchUp();
  }

  /**
   * A login that ended is no refusal of the command: it waits for the next login.
   * @template T
   * @param {() => Promise<T>} send
   * @returns {Promise<T>}
   */
  async #byHttp(send) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof HttpRefusal) || error.status !== 401) throw error;
      this.#connection.refused(error);
      throw new Lost();
    }
  }
}
