/**
 * The network between one browser and the server: a SOCKS proxy whose line can be cut and mended, which can stop in the middle
 * of what is sent, keep the answers back or let them come late, and which can refuse WebSockets as some company proxies do.
 * Everything else passes untouched.
 */

import { once } from "node:events";
import { connect, createServer } from "node:net";
import { Transform } from "node:stream";

const GREETING_NO_AUTH = Buffer.from([5, 0]);
const CONNECTED = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);

export class Network {
  /** @type {Set<import("node:net").Socket>} */
  #sockets = new Set();
  /** How late answers come, in milliseconds. */
  #late = 0;
  #cut = false;
  #refuseUpgrades = false;
  #refused = 0;
  /** Bytes that each connection may send. */
  #most = Infinity;
  /** Bytes that each connection sent since that was said. @type {WeakMap<import("node:net").Socket, number>} */
  #sent = new WeakMap();
  /** @type {Set<import("node:net").Socket>} */
  #upstreams = new Set();
  /** What waits to be let through. @type {Set<() => void>} */
  #held = new Set();
  #server = createServer((client) => this.#serve(client));

  static async open() {
    const network = new Network();
    network.#server.listen(0, "127.0.0.1");
    await once(network.#server, "listening");
    return network;
  }

  /** Where a browser finds it. */
  get proxy() {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return `socks5://127.0.0.1:${address.port}`;
  }

  /** The line is dead: what is open breaks, nothing new comes through. */
  cut() {
    this.#cut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend() {
    this.#cut = false;
  }

  /** From now on each connection sends this many bytes and then stands still until {@link release}. @param {number} bytes */
  holdAfter(bytes) {
    this.#most = bytes;
    this.#sent = new WeakMap();
  }

  /** Whatever comes back comes so much later, in order. @param {number} ms */
  delay(ms) {
    this.#late = ms;
  }

  /** Nothing comes back any more on the connections that there are. */
  mute() {
    for (const upstream of this.#upstreams) upstream.unpipe().pause();
  }

  /** Everything passes again. */
  release() {
    this.#most = Infinity;
    for (const go of this.#held) go();
    this.#held.clear();
  }

  refuseWebSockets() {
    this.#refuseUpgrades = true;
  }

  /** How many WebSockets were refused. */
  get refused() {
    return this.#refused;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  /** @param {import("node:net").Socket} client */
  #serve(client) {
    this.#keep(client);
    if (this.#cut) {
      client.resetAndDestroy();
      return;
    }
    client.once("data", () => {
      client.write(GREETING_NO_AUTH);
      client.once("data", (request) => {
        const upstream = connect(targetOf(request));
        this.#keep(upstream);
        upstream.once("connect", () => {
          client.write(CONNECTED);
          this.#pass(client, upstream);
        });
        client.once("close", () => upstream.destroy());
        // What came before the end may still be on its way to the browser: that comes first.
        upstream.once("close", () => upstream.readableEnded || client.destroy());
        client.once("finish", () => client.destroy());
      });
    });
  }

  /**
   * @param {import("node:net").Socket} client
   * @param {import("node:net").Socket} upstream
   */
  #pass(client, upstream) {
    client.on("data", (chunk) => {
      if (this.#refuseUpgrades && chunk.subarray(0, 8).toString("latin1") === "GET /ws/") {
        this.#refused += 1;
        client.resetAndDestroy();
        return;
      }
      const sent = this.#sent.get(client) ?? 0;
      this.#sent.set(client, sent + chunk.length);
      // What comes in one piece may be a whole request: no more of it goes than may.
      const most = Math.max(0, this.#most - sent);
      const full = !upstream.write(chunk.subarray(0, most));
      if (!full && chunk.length <= most) return;
      client.pause();
      if (chunk.length <= most) upstream.once("drain", () => client.resume());
      else {
        this.#held.add(() => {
          upstream.write(chunk.subarray(most));
          client.resume();
        });
      }
    });
    upstream.pipe(this.#slow()).pipe(client);
    this.#upstreams.add(upstream);
    upstream.once("close", () => this.#upstreams.delete(upstream));
  }

  /** Lets each part through when its time has come, and none before the one that came before it. */
  #slow() {
    /** @type {Buffer[]} */
    const waiting = [];
    /** @type {() => void} */
    let ended = () => {};
    const line = new Transform({
      transform: (chunk, _, next) => {
        waiting.push(chunk);
        const pass = () => {
          line.push(waiting.shift());
          if (!waiting.length) ended();
        };
        if (waiting.length === 1 && !this.#late) pass();
        else setTimeout(pass, this.#late);
        next();
      },
      flush: (done) => {
        ended = done;
        if (!waiting.length) done();
      },
    });
    return line;
  }

  /** @param {import("node:net").Socket} socket */
  #keep(socket) {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
  }
}

/**
 * Where a SOCKS request wants to go.
 * @param {Buffer} request version, command, reserved, address type, address, port
 */
function targetOf(request) {
  const port = request.readUInt16BE(request.length - 2);
  const name = request[3] === 3 ? request.subarray(5, request.length - 2).toString("latin1") : null;
  return { host: name ?? [...request.subarray(4, 8)].join("."), port };
}
