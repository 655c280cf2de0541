// @ts-check
/**
 * One WebSocket, from its opening to its end: frames in, frames out, commands matched with their answers, and a watch
 * over a silent peer. It never comes back; its owner opens a new one.
 */

import { Lost, Refusal } from "../models/refusal.js";
import { parseFrame } from "./protocol.js";

/** @typedef {import("./protocol.js").Frame} Frame */
/** @typedef {import("./protocol.js").Ack} Ack */

/** A silence after which the peer is asked for a sign of life, in milliseconds. */
const PING_AFTER_MS = 20_000;
/** How long that sign, an answer to a command, or the first frame may take, in milliseconds. */
const ANSWER_MS = 10_000;

/**
 * @typedef {object} Owner
 * @property {(frame: Frame) => void} frame
 * @property {(code: number) => void} closed called once, whatever ended it; 1006 when no close frame came
 */

export class Wire {
  #socket;
  #owner;
  /** @type {Map<string, { resolve: (ack: Ack) => void, reject: (error: Error) => void }>} */
  #commands = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;
  #ended = false;

  /**
   * @param {WebSocket} socket
   * @param {Owner} owner
   */
  constructor(socket, owner) {
    this.#socket = socket;
    this.#owner = owner;
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = (event) => this.#end(event.code);
    this.#expect();
  }

  /**
   * Sends a frame that nobody answers; lost when the socket is not open.
   * @param {object} frame
   */
  tell(frame) {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  /**
   * Sends a command and waits until it is stored. Rejects with a refusal, or with `Lost` when the connection ends.
   * @param {{ client_id: string } & Record<string, unknown>} frame
   * @returns {Promise<Ack>}
   */
  command(frame) {
    return new Promise((resolve, reject) => {
      if (this.#ended || this.#socket.readyState !== 1) {
        reject(new Lost());
        return;
      }
      this.#commands.set(frame.client_id, { resolve, reject });
      this.tell(frame);
      this.#expect();
    });
  }

  /**
   * Sends a frame after which something must come.
   * @param {object} frame
   */
  ask(frame) {
    this.tell(frame);
    this.#expect();
  }

  /** Asks the peer for a sign of life now. */
  probe() {
    this.ask({ type: "ping" });
  }

  /** The peer is dead. It sends no close frame, and waiting for one would take minutes. */
  lost() {
    this.#socket.close();
    this.#end(1006);
  }

  /** Ends it from this side. */
  close() {
    this.#socket.close(1000);
    this.#end(1000);
  }

  /** @param {unknown} data */
  #received(data) {
    this.#rest();
    const frame = parseFrame(data);
    if (!frame) return;
    if (frame.type === "ack") this.#answer(frame.client_id)?.resolve(frame);
    else if (frame.type === "error" && frame.client_id) {
      const error = frame.code === "login_ended" ? new Lost() : new Refusal(frame.code, frame.message);
      this.#answer(frame.client_id)?.reject(error);
    }
    if (this.#commands.size) this.#expect();
    this.#owner.frame(frame);
  }

  /** @param {string} clientId */
  #answer(clientId) {
    const command = this.#commands.get(clientId);
    this.#commands.delete(clientId);
    return command;
  }

  /** Something must come soon, or the peer is gone. */
  #expect() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.lost(), ANSWER_MS);
  }

  /** Nothing is awaited: after a silence, ask. */
  #rest() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.probe(), PING_AFTER_MS);
  }

  /** @param {number} code */
  #end(code) {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#watch);
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    for (const command of this.#commands.values()) command.reject(new Lost());
    this.#commands.clear();
    this.#owner.closed(code);
  }
}
