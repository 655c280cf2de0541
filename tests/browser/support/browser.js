/** Debian's Chromium and the people who sit before it. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { Network } from "./network.js";
import { untilStarted, waitForScripts } from "./scripts.js";
import { PASSWORD } from "./server.js";

/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {import("playwright-core").Page} BrowserPage */
/** @typedef {import("playwright-core").CDPSession} Devtools the browser's own tools for one page */

/** Where pictures go. */
export const SHOTS = fileURLToPath(new URL("../shots/", import.meta.url));

/** How long anything may take until it is seen, in milliseconds. */
export const SEEN_MS = 45_000;

/** The largest page of history that the server gives. */
const STORED_MOST = 200;

export const LAUNCH = {
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
  ],
};

/** @param {string[]} flags more than every test needs */
export const launch = (...flags) => chromium.launch({ ...LAUNCH, args: [...LAUNCH.args, ...flags] });

/** One person in one browser, with a network of their own. */
export class Person {
  /** What went wrong in the page and nobody expected. @type {string[]} */
  faults = [];
  hasScripts = true;

  /**
   * @param {string} username
   * @param {string} url of the server
   * @param {BrowserContext} context
   * @param {Network} network
   * @param {BrowserPage} page
   */
  constructor(username, url, context, network, page) {
    this.username = username;
    this.url = url;
    this.context = context;
    this.network = network;
    this.page = page;
    this.#watch(page);
  }

  /**
   * @param {Browser} browser
   * @param {import("./server.js").Server} server
   * @param {string} username
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  static async sitDown(browser, server, username, options = {}) {
    const network = await Network.open();
    const proxy = { server: network.proxy };
    const context = await browser.newContext({ baseURL: server.url, proxy, viewport: { width: 1024, height: 768 }, ...options });
    const hasScripts = options.javaScriptEnabled !== false;
    if (hasScripts) waitForScripts(context);
    return Object.assign(await Person.#before(context, network, username, server), { hasScripts });
  }

  /**
   * Before a browser that keeps its things in a folder, where another one finds them.
   * @param {string} profile the folder
   * @param {import("./server.js").Server} server
   * @param {string} username
   */
  static async atHome(profile, server, username) {
    const network = await Network.open();
    const options = { ...LAUNCH, baseURL: server.url, proxy: { server: network.proxy }, viewport: { width: 1024, height: 768 } };
    const context = await chromium.launchPersistentContext(profile, options);
    waitForScripts(context);
    return Person.#before(context, network, username, server);
  }

  /**
   * @param {BrowserContext} context
   * @param {Network} network
   * @param {string} username
   * @param {import("./server.js").Server} server
   */
  static async #before(context, network, username, server) {
    context.setDefaultTimeout(SEEN_MS);
    return new Person(username, server.url, context, network, await context.newPage());
  }

  /** Another tab instead of the one before. */
  async newTab() {
    await this.page.close();
    this.page = await this.context.newPage();
    this.#watch(this.page);
  }

  async logIn() {
    await this.page.goto("/login/");
    await enterLogin(this.page, this.username);
    await this.page.waitForURL((url) => url.pathname === "/");
    await this.started();
  }

  /**
   * Makes an open room and stays in it.
   * @param {string} name
   * @returns {Promise<number>} its id
   */
  async createRoom(name) {
    await this.page.goto("/create/");
    await this.page.fill("input[name=room_name]", name);
    await this.page.click("form:has(input[name=room_name]) button[type=submit]");
    await this.page.waitForURL(/\/room\/\d+\/$/);
    await this.started();
    return Number(/\d+/.exec(new URL(this.page.url()).pathname)?.[0]);
  }

  /**
   * Joins an open room and stays in it.
   * @param {number} room
   */
  async joinRoom(room) {
    await this.page.goto(`/room/${room}/`);
    await this.page.click(`form[action="/room/${room}/join/"] button`);
    await this.field.waitFor();
    await this.started();
  }

  /** Resolves when the page that was come to has its scripts: before that a click or a key is the browser's. */
  async started() {
    if (this.hasScripts) await untilStarted(this.page);
  }

  /** The field of the room that was come to, not of the one that is being left. */
  get field() {
    return this.page.locator("#room:not([inert]) #composer textarea");
  }

  /** A room stands in the pane, whole: not only its address, which is there before it. @param {number} room */
  async cameTo(room) {
    await this.page.locator(`#room[data-room-id="${room}"] #composer`).waitFor();
  }

  /** The bubble that says exactly this. @param {string} text */
  message(text) {
    return this.page.locator(`article.msg[data-text="${text}"]`);
  }

  /** @param {string} text */
  async write(text) {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  /** Sends without a script: by the form's button. @param {string} text */
  async post(text) {
    await this.field.fill(text);
    await this.page.click("#composer button[type=submit]");
  }

  /** @param {string} text */
  async sees(text) {
    try {
      await this.message(text).waitFor();
    } catch (error) {
      const seen = await this.page.locator("article.msg, .is-pending").allInnerTexts();
      throw new Error(`${this.username} does not see "${text}" at ${this.page.url()} but ${JSON.stringify(seen.slice(-8))}`, { cause: error });
    }
    assert.equal(await this.message(text).count(), 1, `"${text}" stands there once`);
  }

  /** @param {string} text */
  async seesNoMore(text) {
    await this.message(text).waitFor({ state: "detached" });
  }

  /** Opens a message's menu and chooses. @param {string} text @param {string} act */
  async choose(text, act) {
    await this.message(text).locator(".bubble").click({ button: "right" });
    await this.page.click(`.menu [data-act=${act}]`);
  }

  /**
   * Posts "Xabar 1" and so on by HTTP.
   * @param {number} room
   * @param {number} count
   * @param {string} [word]
   */
  async seed(room, count, word = "Xabar") {
    for (let n = 1; n <= count; n += 1) {
      /** @type {import("playwright-core").APIResponse} */
      const answer = await this.context.request.post(`/room/${room}/`, {
        form: { content: `${word} ${n}` },
        headers: { Accept: "application/json", Origin: this.url },
      });
      assert.equal(answer.status(), 201);
    }
  }

  /**
   * Posts a message with files by HTTP.
   * @param {number} room
   * @param {string} content
   * @param {Record<string, Buffer>} files by name
   * @returns {Promise<number>} its id
   */
  async postFiles(room, content, files) {
    const multipart = new FormData();
    multipart.append("content", content);
    for (const [name, bytes] of Object.entries(files)) multipart.append("file", new File([new Uint8Array(bytes)], name));
    const headers = { Accept: "application/json", Origin: this.url };
    const answer = await this.context.request.post(`/room/${room}/`, { multipart, headers });
    assert.equal(answer.status(), 201, await answer.text());
    return (await answer.json()).message_id;
  }

  /** All texts in the log, in order. */
  texts() {
    return this.page.locator("article.msg[data-text]").evaluateAll((all) => all.map((one) => one.getAttribute("data-text")));
  }

  /**
   * The texts that the server has of a room, in order: the newest {@link STORED_MOST} of them.
   * @param {number} room
   */
  async stored(room) {
    const headers = { Accept: "application/json" };
    const answer = await this.context.request.get(`/room/${room}/messages/?limit=${STORED_MOST}`, { headers });
    assert.equal(answer.status(), 200, await answer.text());
    const { items } = await answer.json();
    return this.page.evaluate((/** @type {string[]} */ bubbles) => {
      const read = bubbles.map((html) => new DOMParser().parseFromString(html, "text/html").querySelector("article.msg"));
      return read.flatMap((article) => article?.getAttribute("data-text") ?? []);
    }, items.map((/** @type {{ html?: string }} */ item) => item.html ?? ""));
  }

  /** Keeps what the page asks for at an address back until the answer is called. @param {string} address with * for whatever */
  async holdBack(address) {
    /** @type {() => void} */
    let go = () => {};
    const held = new Promise((resolve) => (go = () => resolve(null)));
    await this.page.route(address, async (route) => {
      await held;
      await route.continue();
    });
    return go;
  }

  /** @param {string} name */
  async shoot(name) {
    await mkdir(SHOTS, { recursive: true });
    await this.page.screenshot({ path: `${SHOTS}${name}.png` });
  }

  /** Goes away; nothing may have gone wrong in the page meanwhile. */
  async leave() {
    await this.context.close();
    this.network.close();
    assert.deepEqual(this.faults, []);
  }

  /** @param {BrowserPage} page */
  #watch(page) {
    page.on("pageerror", (error) => this.faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && /Content.Security.Policy/i.test(message.text())) this.faults.push(message.text());
    });
  }
}

/** A folder for what a browser keeps. */
export class Profile {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  static async make() {
    return new Profile(await mkdtemp(join(tmpdir(), "livechat-profile-")));
  }

  /** Kills the browser that uses it: it has no time to put anything away. @param {Person} person who sits before it */
  async kill(person) {
    // The browser's lock is a link to "<host>-<process>".
    const holder = await readlink(join(this.path, "SingletonLock"));
    const closed = new Promise((resolve) => person.context.once("close", resolve));
    process.kill(Number(holder.split("-").at(-1)), "SIGKILL");
    await closed;
    person.network.close();
  }

  remove() {
    return rm(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Fills the login form and sends it.
 * @param {BrowserPage} page
 * @param {string} username
 * @param {string} [password]
 */
export async function enterLogin(page, username, password = PASSWORD) {
  await page.fill("input[name=username]", username);
  await page.fill("input[name=password]", password);
  await page.click("#login button[type=submit]");
}
