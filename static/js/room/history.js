// @ts-check
/**
 * Loads older and newer pages before the edge of what is loaded comes into sight, lets go of what lies far away, and nothing
 * that is read moves. So the page holds a part of the room that does not grow, however far somebody reads: ten thousand
 * rows cost every frame and every new message what their number says, whether they are in sight or not.
 */

/** @typedef {import("../models/span.js").Side} Side */

/** How many heights of the view before the edge loading begins. */
const AHEAD = 2;
/** Rows that the page holds: while nobody scrolls, in any case, and how many heights of the view on both sides of it. */
const ROWS_KEPT = 300;
const ROWS_MOST = 600;
const HEIGHTS_KEPT = 3 * AHEAD;
/** How long nobody scrolls before rows are let go of, in milliseconds: on its way a swing of the thumb must not be corrected. */
const STILL_MS = 300;

export class History {
  #room;
  #log;
  #span;
  #scroller;
  #http;
  #asOf;
  #box;
  #signal;
  #inUse;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #still;

  /**
   * @param {{ room: number, box: HTMLElement, log: import("./log.js").Log, span: import("../models/span.js").Span,
   *   scroller: import("./scroller.js").Scroller, http: import("../net/http.js").Http, asOf: (seq: number) => void,
   *   inUse: () => boolean, signal: AbortSignal }} parts
   * `asOf` is told of each page how old it is: what frames said of its messages while it was under way passed it by;
   * `inUse` says whether something shows the messages beside the log, which must all stay then
   */
  constructor({ room, box, log, span, scroller, http, asOf, inUse, signal }) {
    this.#room = room;
    this.#box = box;
    this.#log = log;
    this.#span = span;
    this.#scroller = scroller;
    this.#http = http;
    this.#asOf = asOf;
    this.#inUse = inUse;
    this.#signal = signal;
    signal.addEventListener("abort", () => clearTimeout(this.#still));
    box.addEventListener("scroll", () => this.check(), { passive: true });
  }

  /** Something moved: loads what is near, and what is far goes as soon as nothing moves. */
  check() {
    const ahead = AHEAD * this.#scroller.height;
    if (this.#scroller.fromStart < ahead) void this.load("older");
    if (this.#scroller.fromEnd < ahead) void this.load("newer");
    clearTimeout(this.#still);
    if (this.#log.length > ROWS_MOST) this.#letGo();
    else if (this.#log.length > ROWS_KEPT) this.#still = setTimeout(() => this.#letGo(), STILL_MS);
  }

  /** Shows the room's newest page in place of the part that is loaded. */
  async toEnd() {
    const page = await this.#http.page(this.#room);
    if (this.#signal.aborted) return;
    this.#quietly(() => {
      this.#log.clear();
      this.#span.replace(page.items.map((item) => item.seq), page.older, page.newer);
      for (const item of page.items) if (item.html) this.#log.upsert(item.html, item.mine ?? []);
    });
    this.#asOf(page.seq);
    this.#scroller.toEnd();
  }

  /** @param {Side} side */
  async load(side) {
    const load = this.#span.begin(side);
    if (load === null) return;
    try {
      const page = await this.#http.page(this.#room, side === "older" ? { before: load.edge } : { after: load.edge });
      if (this.#signal.aborted) return;
      this.#quietly(() => {
        const births = page.items.map((item) => item.seq);
        if (!this.#span.loaded(load, births, side === "older" ? page.older : page.newer)) return;
        for (const item of page.items) if (item.html) this.#log.upsert(item.html, item.mine ?? []);
      });
      this.#asOf(page.seq);
    } catch {
      this.#span.failed(load);
      return;
    }
    this.check();
  }

  /** What is too much goes at the side that is farther away, but for what somebody listens to or has the focus in. */
  #letGo() {
    if (this.#inUse()) return;
    const far = HEIGHTS_KEPT * this.#scroller.height;
    const side = this.#scroller.fromStart > this.#scroller.fromEnd ? "older" : "newer";
    const free = (/** @type {Element} */ row) => this.#scroller.distance(row) > far && !isHeld(row);
    this.#quietly(() => this.#log.letGo(side, this.#log.length - ROWS_KEPT, free));
  }

  /**
   * History is not news: a screen reader does not read it out.
   * @param {() => void} change
   */
  #quietly(change) {
    this.#box.setAttribute("aria-live", "off");
    this.#scroller.keep(change, false);
    requestAnimationFrame(() => this.#box.removeAttribute("aria-live"));
  }
}

/** @param {Element} row */
function isHeld(row) {
  const playing = [...row.querySelectorAll("audio, video")].some((player) => player instanceof HTMLMediaElement && !player.paused);
  return playing || row.matches(":focus-within, .is-open");
}
