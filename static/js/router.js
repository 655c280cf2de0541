// @ts-check
/**
 * Which room is in view, by the address of the page: links, Back and Forward and a page that is loaded anew all lead to the
 * same place. Only the right pane changes; where the server has none to give, the browser follows the link itself.
 */

import { goTo } from "./layer.js";
import { leaveUnasked } from "./leaving.js";
import { Lost } from "./models/refusal.js";
import { HttpRefusal } from "./net/http.js";

/** How long a pane may take before its place says that it is coming, in milliseconds. */
const QUIET_MS = 150;
/** How long a pane is good for that was asked for when a link was only touched, in milliseconds. */
const AHEAD_MS = 2_000;

/** The addresses that are shown in panes. */
const PLACE = /^\/(?:room\/(\d+)\/)?$/;

/**
 * @typedef {object} Panes
 * @property {(room: number | null) => void} expect a room was chosen, null for none
 * @property {(room: number | null) => void} wait it takes a while to come
 * @property {(markup: string, hash: string) => boolean} show false when there is no pane in it
 * @property {(text: string, retry: () => void) => void} fail
 * @property {(room: number) => void} gone it is not there for me
 */

export class Router {
  #http;
  #panes;
  /** The address whose pane is in view; null while none is. @type {string | null} */
  #shown = placeOf(location);
  /** The one that is on its way. @type {{ place: string, control: AbortController } | null} */
  #going = null;
  /** A pane that was asked for before the link was followed. @type {{ place: string, until: number, control: AbortController, answer: Promise<string | null> } | null} */
  #ahead = null;

  /**
   * @param {import("./net/http.js").Http} http
   * @param {Panes} panes
   */
  constructor(http, panes) {
    this.#http = http;
    this.#panes = panes;
    addEventListener("popstate", () => this.#came());
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("pointerdown", (event) => this.#touch(event));
    document.addEventListener("pointercancel", () => this.#forget());
  }

  /**
   * Goes to a room or to the list.
   * @param {string} path
   */
  go(path) {
    const { href } = new URL(path, location.href);
    goTo(href, () => this.#came());
  }

  /**
   * Goes to the room above or below the one in view in the list.
   * @param {1 | -1} by
   */
  step(by) {
    const links = [...document.querySelectorAll("#rooms a.room-item")];
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    const next = links[at < 0 && by < 0 ? links.length - 1 : at + by];
    if (next instanceof HTMLAnchorElement) this.go(next.href);
  }

  /** What is in view is to be shown as it is now. */
  reload() {
    void this.#open(placeOf(location));
  }

  /** There is a way to the server: what could not be shown is tried again. */
  reachable() {
    if (this.#shown === null && this.#going === null) this.reload();
  }

  /**
   * A room is not there for me: when it is in view or on its way, back to the list.
   * @param {number} room
   */
  gone(room) {
    this.#panes.gone(room);
    if (roomAt(placeOf(location)) !== room) return;
    history.replaceState(history.state, "", "/");
    void this.#open("/");
  }

  /** The address is another one. */
  #came() {
    const place = placeOf(location);
    if (place === (this.#going?.place ?? this.#shown)) return;
    if (place === this.#shown) {
      this.#stop();
      this.#panes.expect(roomAt(place));
    } else void this.#open(place);
  }

  /** @param {string} place */
  async #open(place) {
    this.#stop();
    const control = new AbortController();
    this.#going = { place, control };
    this.#panes.expect(roomAt(place));
    const late = setTimeout(() => {
      this.#shown = null;
      this.#panes.wait(roomAt(place));
    }, QUIET_MS);
    control.signal.addEventListener("abort", () => clearTimeout(late));
    /** @type {string | null} */
    let markup;
    try {
      markup = await this.#ask(place, control.signal);
    } catch (error) {
      if (control.signal.aborted) return;
      this.#stop();
      this.#failed(error, place);
      return;
    }
    if (control.signal.aborted) return;
    this.#stop();
    this.#shown = place;
    if (markup === null || !this.#panes.show(markup, location.hash)) leaveUnasked(() => location.reload());
  }

  /**
   * @param {unknown} error
   * @param {string} place
   */
  #failed(error, place) {
    this.#shown = null;
    const room = roomAt(place);
    if (room !== null && error instanceof HttpRefusal && (error.status === 404 || error.status === 403)) this.gone(room);
    else this.#panes.fail(error instanceof Lost ? "js-no-connection" : "js-open-failed", () => this.reload());
  }

  /**
   * @param {string} place
   * @param {AbortSignal} signal
   */
  #ask(place, signal) {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (ahead?.place !== place || ahead.until < performance.now()) return this.#http.pane(place, signal);
    signal.addEventListener("abort", () => ahead.control.abort());
    return ahead.answer;
  }

  #stop() {
    this.#going?.control.abort();
    this.#going = null;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    const link = linkAt(event);
    if (!link || elsewhere || event.button !== 0 || event.defaultPrevented) return;
    // Within what is in view the browser knows the way.
    if (placeOf(link) === placeOf(location) && link.hash) return;
    event.preventDefault();
    if (link.href !== location.href) this.go(link.href);
    else if (this.#shown === null) this.reload();
  }

  /** Most often a click follows: the pane is asked for already. @param {PointerEvent} event */
  #touch(event) {
    const link = linkAt(event);
    this.#forget();
    if (!link || event.button !== 0 || placeOf(link) === placeOf(location)) return;
    const control = new AbortController();
    const place = placeOf(link);
    const answer = this.#http.pane(place, control.signal);
    answer.catch(() => {});
    this.#ahead = { place, until: performance.now() + AHEAD_MS, control, answer };
  }

  #forget() {
    this.#ahead?.control.abort();
    this.#ahead = null;
  }
}

/**
 * What tells one pane from another.
 * @param {{ pathname: string, search: string }} address
 */
function placeOf({ pathname, search }) {
  return pathname + search;
}

/**
 * @param {string} place
 * @returns {number | null}
 */
function roomAt(place) {
  const room = PLACE.exec(place.split("?", 1)[0] ?? "")?.[1];
  return room === undefined ? null : Number(room);
}

/**
 * The link to a pane that an event is about.
 * @param {Event} event
 */
function linkAt(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || !PLACE.test(link.pathname)) return null;
  return link.target || link.hasAttribute("download") ? null : link;
}
