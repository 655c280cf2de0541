// @ts-check
/**
 * A message with files that the server has not stored yet: each file with how far it is, a button to stop, and after a
 * refusal the server's words with a way to try again. The server's own bubble takes its place.
 */

import { element, icon } from "../element.js";
import { percentOf } from "../models/sizes.js";
import { sentOfEach } from "../models/uploads.js";
import { previewOf } from "./preview.js";

/** @typedef {import("../models/outbox.js").Entry} Entry */

/** The circle of a ring, in the units of its drawing. */
const RING = { box: "0 0 42 42", middle: "21", radius: "19" };
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Ways
 * @property {(clientId: string) => void} retry
 * @property {(clientId: string) => void} cancel
 */

export class UploadBubble {
  #page;
  /** @type {{ file: File, ring: SVGElement, sub: HTMLElement }[]} */
  #parts = [];
  #element;

  /**
   * @param {Entry} entry
   * @param {import("../page.js").Page} page
   * @param {HTMLElement} meta time and state
   * @param {Ways} ways
   */
  constructor(entry, page, meta, ways) {
    this.#page = page;
    const { client_id: id, files = [], text, state } = entry;
    const failed = state === "failed";
    const cards = files.map((file) => this.#card(file, failed));
    const caption = element("div", { class: "bubble__text", dir: "auto" }, text, meta);
    this.#element = element("div", { class: "bubble upload" }, ...cards, caption);
    if (failed) this.#element.append(...this.#refusal(entry, ways));
    else {
      const stop = element("button", { type: "button", class: "upload__stop" }, icon("close"));
      const label = page.word("js-cancel-upload");
      stop.addEventListener("click", () => ways.cancel(id));
      if (files.length === 1) {
        stop.setAttribute("aria-label", label);
        this.#element.querySelector(".upload__icon")?.append(stop);
      } else {
        stop.append(label);
        this.#element.append(element("div", { class: "upload__acts" }, stop));
      }
    }
  }

  get element() {
    return this.#element;
  }

  /**
   * @param {number} sent bytes of the request
   * @param {number} all bytes of the request
   */
  progress(sent, all) {
    const sizes = this.#parts.map(({ file }) => file.size);
    const each = sentOfEach(sizes, sent, all);
    for (const [at, { file, ring, sub }] of this.#parts.entries()) {
      const done = each[at] ?? 0;
      sub.textContent = this.#page.sizes.progress(done, file.size);
      draw(ring, percentOf(done, file.size));
    }
  }

  /** It has to begin again. */
  waits() {
    for (const { file, ring, sub } of this.#parts) {
      sub.textContent = this.#page.sizes.text(file.size);
      draw(ring, 0);
    }
  }

  /**
   * @param {File} file
   * @param {boolean} failed
   */
  #card(file, failed) {
    const ring = ringOf();
    const sub = element("span", { class: "file__sub", "aria-live": "off" }, this.#page.sizes.text(file.size));
    const drawing = element("span", { class: "upload__icon" }, previewOf(file, "upload__thumb"));
    if (!failed) {
      drawing.append(ring);
      this.#parts.push({ file, ring, sub });
    }
    const name = element("span", { class: "file__name", title: file.name }, element("span", { dir: "auto" }, file.name));
    return element("div", { class: "file" }, drawing, element("span", { class: "grow" }, name, sub));
  }

  /**
   * @param {Entry} entry
   * @param {Ways} ways
   */
  #refusal({ client_id: id, refusal }, ways) {
    const { word } = this.#page;
    const retry = element("button", { type: "button" }, icon("refresh", "icon icon--xs"), word("js-retry"));
    const drop = element("button", { type: "button" }, icon("trash", "icon icon--xs"), word("js-drop"));
    retry.addEventListener("click", () => ways.retry(id));
    drop.addEventListener("click", () => ways.cancel(id));
    const why = element("p", { class: "upload__why", dir: "auto" }, refusal || word("js-upload-failed"));
    return [why, element("div", { class: "upload__acts" }, retry, drop)];
  }
}

function ringOf() {
  const ring = document.createElementNS(SVG, "svg");
  const circle = document.createElementNS(SVG, "circle");
  ring.setAttribute("class", "upload__ring");
  ring.setAttribute("viewBox", RING.box);
  ring.setAttribute("aria-hidden", "true");
  circle.setAttribute("cx", RING.middle);
  circle.setAttribute("cy", RING.middle);
  circle.setAttribute("r", RING.radius);
  circle.setAttribute("pathLength", "100");
  ring.append(circle);
  draw(ring, 0);
  return ring;
}

/**
 * @param {SVGElement} ring
 * @param {number} percent
 */
function draw(ring, percent) {
  ring.firstElementChild?.setAttribute("stroke-dasharray", `${percent} 100`);
}
