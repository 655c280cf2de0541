/** The real program on a free port with an empty data folder. */

import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { watch } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = process.env["LIVECHAT_PROGRAM"] ?? fileURLToPath(new URL("../../../target/debug/livechat", import.meta.url));

/** How long the program may take to serve, in milliseconds. */
const START_MS = 60_000;

export const PASSWORD = "uzun-va-maxfiy-7";

/** A port that nobody listens on. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export class Server {
  #folder;
  #port;
  /** @type {import("node:child_process").ChildProcess | null} */
  #process = null;
  #log = "";
  #flags;

  /**
   * @param {string | null} folder of its data; none for a demo
   * @param {number} port
   * @param {string[]} flags
   */
  constructor(folder, port, flags) {
    this.#folder = folder;
    this.#port = port;
    this.#flags = flags;
  }

  /** Starts one with an administrator "admin" and nobody else. @param {string[]} flags more than every test needs */
  static async start(...flags) {
    const server = new Server(await mkdtemp(join(tmpdir(), "livechat-")), await freePort(), flags);
    await server.#run(["--create-admin", "--username", "admin", "--password-stdin"], `${PASSWORD}\n`);
    await server.serve();
    return server;
  }

  /** Starts one without anybody, that waits for its first administrator. */
  static async bare() {
    const server = new Server(await mkdtemp(join(tmpdir(), "livechat-")), await freePort(), []);
    await server.serve();
    return server;
  }

  /** Starts a workspace that is made anew each time. @param {string[]} flags */
  static async demo(...flags) {
    const server = new Server(null, await freePort(), flags);
    await server.serve();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The names of the files of a folder below `media/`, at any depth. @param {"tmp" | "chat_files"} name */
  async media(name) {
    const entries = await readdir(join(this.#data, "media", name), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  /** Resolves when so many uploads have something in `media/tmp`. @param {number} count */
  async arriving(count) {
    const watcher = watch(join(this.#data, "media", "tmp"));
    try {
      for (;;) {
        // Listened for before the look, so that no change falls between them.
        const changed = once(watcher, "change");
        if ((await this.media("tmp")).length === count) return;
        await changed;
      }
    } finally {
      watcher.close();
    }
  }

  get #data() {
    if (this.#folder === null) throw new Error("a demo has no folder of ours");
    return this.#folder;
  }

  /** What the program has printed. */
  get log() {
    return this.#log;
  }

  /** Serves, after the start or after {@link halt}. */
  async serve() {
    const args = ["--bind", `127.0.0.1:${this.#port}`, "--posts-per-second", "0", ...this.#flags];
    const where = this.#folder === null ? ["--demo"] : ["--data", this.#folder];
    const child = spawn(PROGRAM, [...args, ...where], { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (this.#log += chunk));
    const ended = once(child, "exit").then(() => {
      throw new Error(`the server ended:\n${this.#log}`);
    });
    await Promise.race([this.#announced(child.stdout), ended]);
    ended.catch(() => {});
  }

  /** Ends it as an operator would. */
  halt() {
    return this.#end("SIGTERM");
  }

  /** Ends it as a lack of memory would. */
  kill() {
    return this.#end("SIGKILL");
  }

  /** @param {"SIGTERM" | "SIGKILL"} signal */
  async #end(signal) {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }

  /** Ends it and removes its data. */
  async stop() {
    await this.halt();
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }

  /**
   * @param {string} username
   * @param {string} displayName
   */
  async addUser(username, displayName) {
    const args = ["--create-user", "--username", username, "--display-name", displayName, "--password-stdin"];
    await this.#run(args, `${PASSWORD}\n`);
  }

  /**
   * The program says where it is reached once it listens.
   * @param {import("node:stream").Readable} stdout
   */
  async #announced(stdout) {
    let printed = "";
    for await (const [chunk] of on(stdout, "data", { signal: AbortSignal.timeout(START_MS) })) {
      printed += chunk;
      if (printed.includes(`${this.url}/\n`)) return;
    }
  }

  /**
   * @param {string[]} args
   * @param {string} input
   */
  async #run(args, input) {
    const child = spawn(PROGRAM, [...args, "--data", this.#data], { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.stdin.end(input);
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`livechat ${args.join(" ")} ended with ${code}:\n${output}`);
  }
}
