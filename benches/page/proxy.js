// @ts-check
/**
 * The way to the server as people deploy it: TLS and HTTP/2 in front, plain HTTP/1.1 behind, for the life of one bench. The
 * certificate is a throw-away one, made by `openssl`; a browser that is told its key's digest takes it for a real one, cache
 * and all. The server is asked under its own name, so it needs no setting of its own.
 */

import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { createSecureServer } from "node:http2";
import { connect } from "node:net";

/** What belongs to one connection and not to the next. */
const OF_ONE_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection"]);

export class Proxy {
  #server;
  #flag;

  /**
   * @param {import("node:http2").Http2SecureServer} server
   * @param {string} flag
   */
  constructor(server, flag) {
    this.#server = server;
    this.#flag = flag;
  }

  /** @param {string} target the server's address */
  static async open(target) {
    const { key, cert } = certificate();
    const server = createSecureServer({ key, cert, allowHTTP1: true }, (asked, answer) => {
      const path = new URL(asked.url, target);
      const passed = request(path, { method: asked.method, headers: headersTo(target, asked.headers) }, (got) => {
        answer.writeHead(got.statusCode ?? 502, withoutHop(got.headers));
        got.pipe(answer.stream ?? answer);
      });
      passed.on("error", () => answer.stream?.close());
      asked.pipe(passed);
    });
    server.on("upgrade", (/** @type {import("node:http").IncomingMessage} */ asked, /** @type {import("node:stream").Duplex} */ socket) => {
      const { hostname, port } = new URL(target);
      const upstream = connect(Number(port), hostname);
      const headers = { ...headersTo(target, asked.headers), connection: "Upgrade", upgrade: "websocket" };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      upstream.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
      upstream.pipe(socket).pipe(upstream);
      for (const [one, other] of [[upstream, socket], [socket, upstream]]) {
        one?.on("error", () => other?.destroy());
        one?.on("close", () => other?.destroy());
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const digest = createHash("sha256").update(new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" })).digest("base64");
    return new Proxy(server, `--ignore-certificate-errors-spki-list=${digest}`);
  }

  get url() {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return `https://127.0.0.1:${address.port}`;
  }

  /** The flag by which Chromium trusts it. */
  get flag() {
    return this.#flag;
  }

  close() {
    this.#server.close();
  }
}

/**
 * @param {string} target
 * @param {import("node:http").IncomingHttpHeaders} headers
 */
function headersTo(target, headers) {
  const { host, origin } = new URL(target);
  return { ...withoutHop(headers), host, ...(headers.origin ? { origin } : {}) };
}

/** @param {import("node:http").IncomingHttpHeaders} headers */
function withoutHop(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":") && !OF_ONE_HOP.has(name)));
}

function certificate() {
  const ask = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -keyout - -out -";
  const made = execFileSync("openssl", [...ask.split(" "), "-addext", "subjectAltName=IP:127.0.0.1"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return { key: made.slice(0, made.indexOf("-----BEGIN CERTIFICATE")), cert: made.slice(made.indexOf("-----BEGIN CERTIFICATE")) };
}
