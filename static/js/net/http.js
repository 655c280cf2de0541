// @ts-check
/** The HTTP door: the same commands as the socket's, and the questions that the socket does not answer. */

import { Lost, Refusal } from "../models/refusal.js";

/** How long an answer may take, in milliseconds. */
const ANSWER_MS = 15_000;

/**
 * @typedef {import("./protocol.js").Item} Item
 * @typedef {{ from: number, to: number, items: Item[] } | { reset: { seq: number } }} Since
 * @typedef {{ seq: number, older: boolean, newer: boolean, items: Item[] }} Page
 * @typedef {{ seq: number, next: number | null, items: Item[] }} Pictures
 * @typedef {{ user_id: number, name: string, initials: string, colour: number }} Person
 * @typedef {{ client_id?: string, message_id: number, seq: number }} Stored
 */

/** The answer was an HTTP error; the page decides what it means by its status. */
export class HttpRefusal extends Refusal {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {number | null} retryAfterMs
   */
  constructor(status, code, message, retryAfterMs) {
    super(code, message, retryAfterMs);
    this.status = status;
  }

  /** A full disk stays full until somebody makes room. @override */
  get passing() {
    return this.status === 429 || (this.status >= 500 && this.status !== 507) || super.passing;
  }
}

export class Http {
  #fetch;

  /** @param {typeof fetch} [fetcher] */
  constructor(fetcher = (input, init) => fetch(input, init)) {
    this.#fetch = fetcher;
  }

  /**
   * What changed in a room after a number.
   * @param {number} room
   * @param {number} seq
   * @returns {Promise<Since>}
   */
  since(room, seq) {
    return this.#get(`/room/${room}/messages/?since=${seq}`);
  }

  /**
   * The members of a room whose name begins so, at most twenty.
   * @param {number} room
   * @param {string} prefix
   * @returns {Promise<import("../mention/search.js").Named>}
   */
  named(room, prefix) {
    return this.#get(`/room/${room}/members/?q=${encodeURIComponent(prefix)}`);
  }

  /**
   * A page of history beside a birth; the newest one without.
   * @param {number} room
   * @param {{ before?: number, after?: number, around?: number }} [where]
   * @returns {Promise<Page>}
   */
  page(room, where = {}) {
    const query = Object.entries(where).map(([name, seq]) => `?${name}=${seq}`);
    return this.#get(`/room/${room}/messages/${query.join("")}`);
  }

  /**
   * Messages with pictures beside a birth, and the birth to go on from.
   * @param {number} room
   * @param {"before" | "after"} where
   * @param {number} seq
   * @returns {Promise<Pictures>}
   */
  pictures(room, where, seq) {
    return this.#get(`/room/${room}/pictures/?${where}=${seq}`);
  }

  /**
   * The right pane of a page by itself.
   * @param {string} place path and query of the page
   * @param {AbortSignal} signal
   * @returns {Promise<string | null>} markup; null when the server leads elsewhere: the browser is to follow
   */
  async pane(place, signal) {
    const { status, text, retryAfter } = await this.#text(`${place}${place.includes("?") ? "&" : "?"}pane=1`, {
      headers: { Accept: "text/html" },
      redirect: "manual",
      signal,
    });
    if (status === 0) return null;
    return status < 300 ? text : answerOf(status, text, retryAfter);
  }

  /**
   * Whether the login is still good, for a page without a room; rejects as any question does.
   * @returns {Promise<unknown>}
   */
  alive() {
    return this.#get("/");
  }

  /**
   * @param {number} room
   * @param {string} clientId
   * @param {string} text
   * @param {number | null} replyTo
   * @returns {Promise<Stored>}
   */
  post(room, clientId, text, replyTo) {
    return this.#send(`/room/${room}/`, {
      content: text,
      client_id: clientId,
      ...(replyTo === null ? {} : { reply_to: String(replyTo) }),
    });
  }

  /**
   * What became of a post whose answer was lost. A post without a content is refused, but for one that is a repeat.
   * @param {number} room
   * @param {string} clientId
   * @param {number | null} replyTo
   * @returns {Promise<Stored | null>} null when it is not stored
   */
  async repeated(room, clientId, replyTo) {
    try {
      return await this.post(room, clientId, "", replyTo);
    } catch (error) {
      if (error instanceof HttpRefusal && error.code === "empty") return null;
      throw error;
    }
  }

  /**
   * @param {number} room
   * @param {string} clientId
   * @param {number} message
   * @param {string} text
   * @returns {Promise<Stored>}
   */
  edit(room, clientId, message, text) {
    return this.#send(`/room/${room}/`, { edit_message_id: String(message), edited_content: text, client_id: clientId });
  }

  /**
   * @param {string} clientId
   * @param {number} message
   * @param {"text" | "file" | "all"} what
   * @returns {Promise<Stored>}
   */
  delete(clientId, message, what) {
    return this.#send(`/delete-content/${message}/${what}/`, { client_id: clientId });
  }

  /**
   * How I stand in a room.
   * @param {number} room
   * @returns {Promise<import("./protocol.js").ReadState | null>} null where there is no such room for me
   */
  async readState(room) {
    try {
      return await this.#get(`/room/${room}/read/`);
    } catch (error) {
      if (error instanceof HttpRefusal && (error.status === 403 || error.status === 404)) return null;
      throw error;
    }
  }

  /**
   * @param {number} room
   * @param {string} clientId
   * @param {boolean} on
   */
  async markUnread(room, clientId, on) {
    await this.#send(`/room/${room}/unread/`, { on: on ? "1" : "0", client_id: clientId });
  }

  /**
   * Who has read the message of a birth.
   * @param {number} room
   * @param {number} seq
   * @returns {Promise<{ readers: Person[], more: number }>}
   */
  readers(room, seq) {
    return this.#get(`/room/${room}/readers/?seq=${seq}`);
  }

  /**
   * Who put what under a message.
   * @param {number} message
   * @returns {Promise<{ reactions: { emoji: string, count: number, users: Person[] }[] }>}
   */
  reactors(message) {
    return this.#get(`/react/${message}/`);
  }

  /**
   * @param {string} clientId
   * @param {number} message
   * @param {string} emoji
   * @param {boolean} on
   * @returns {Promise<Stored>}
   */
  react(clientId, message, emoji, on) {
    return this.#send(`/react/${message}/`, { emoji, on: on ? "1" : "0", client_id: clientId });
  }

  /**
   * @param {number} room
   * @param {number} seq
   */
  async read(room, seq) {
    await this.#send(`/room/${room}/read/`, { seq: String(seq) });
  }

  /**
   * @param {string} path
   * @returns {Promise<any>}
   */
  #get(path) {
    return this.#ask(path, {});
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} fields
   * @returns {Promise<any>}
   */
  #send(path, fields) {
    return this.#ask(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   * @returns {Promise<any>}
   */
  async #ask(path, init) {
    const { status, text, retryAfter } = await this.#text(path, { ...init, headers: { Accept: "application/json" } });
    return answerOf(status, text, retryAfter);
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async #text(path, init) {
    const late = AbortSignal.timeout(ANSWER_MS);
    try {
      const response = await this.#fetch(path, { ...init, signal: init.signal ? AbortSignal.any([init.signal, late]) : late });
      return { status: response.status, text: await response.text(), retryAfter: response.headers.get("Retry-After") };
    } catch {
      throw new Lost();
    }
  }
}

/**
 * What an answer says; a refusal is thrown.
 * @param {number} status
 * @param {string} text its body
 * @param {string | null} retryAfter the header, in seconds
 * @returns {any}
 */
export function answerOf(status, text, retryAfter) {
  const body = parsed(text);
  if (status >= 200 && status < 300) return body;
  const error = body?.error ?? {};
  const seconds = Number(retryAfter ?? NaN);
  const pause = Number.isFinite(seconds) ? seconds * 1000 : null;
  throw new HttpRefusal(status, error.code ?? `http_${status}`, error.message ?? "", pause);
}

/**
 * A body, null when it is not JSON (a proxy's own error page, an empty answer).
 * @param {string} text
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
