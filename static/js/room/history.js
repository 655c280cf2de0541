// @ts-check
/** Loads older and newer pages before the edge of what is loaded comes into sight, and nothing that is read moves. */

/** @typedef {import("../models/span.js").Side} Side */

/** How many heights of the view before the edge loading begins. */
const AHEAD = 2;

export class History {
  #room;
  #log;
  #span;
  #scroller;
  #http;
  #asOf;
  #box;
  #signal;

  /**
   * @param {{ room: number, box: HTMLElement, log: import("./log.js").Log, span: import("../models/span.js").Span,
   *   scroller: import("./scroller.js").Scroller, http: import("../net/http.js").Http, asOf: (seq: number) => void,
   *   signal: AbortSignal }} parts
   * `asOf` is told of each page how old it is: what frames said of its messages while it was under way passed it by
   */
  constructor({ room, box, log, span, scroller, http, asOf, signal }) {
    this.#room = room;
    this.#box = box;
    this.#log = log;
    this.#span = span;
    this.#scroller = scroller;
    this.#http = http;
    this.#asOf = asOf;
    this.#signal = signal;
    box.addEventListener("scroll", () => this.check(), { passive: true });
  }

  /** Loads what is near. */
  check() {
    const ahead = AHEAD * this.#scroller.height;
    if (this.#scroller.fromStart < ahead) void this.#load("older");
    if (this.#scroller.fromEnd < ahead) void this.#load("newer");
  }

  /** Shows the room's newest page in place of the part that is loaded. */
  async toEnd() {
    const page = await this.#http.page(this.#room);
    if (this.#signal.aborted) return;
    this.#quietly(() => {
      this.#log.clear();
      this.#span.replace(page.items.map((item) => item.seq), page.older, page.newer);
      for (const item of page.items) if (item.html) this.#log.upsert(item.html);
    });
    this.#asOf(page.seq);
    this.#scroller.toEnd();
  }

  /** @param {Side} side */
  async #load(side) {
    const load = this.#span.begin(side);
    if (load === null) return;
    try {
      const page = await this.#http.page(this.#room, side === "older" ? { before: load.edge } : { after: load.edge });
      if (this.#signal.aborted) return;
      this.#quietly(() => {
        const births = page.items.map((item) => item.seq);
        if (!this.#span.loaded(load, births, side === "older" ? page.older : page.newer)) return;
        for (const item of page.items) if (item.html) this.#log.upsert(item.html);
      });
      this.#asOf(page.seq);
    } catch {
      this.#span.failed(load);
      return;
    }
    this.check();
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
