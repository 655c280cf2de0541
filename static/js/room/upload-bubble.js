// @ts-check
/**
 * A message with files that the server has not stored yet: pictures as tiles, other files as cards, each with how far it is;
 * a button to stop, and after a refusal the server's words with a way to try again. The server's own bubble takes its place.
 */

import { element, icon } from "../element.js";
import { percentOf } from "../models/sizes.js";
import { sentOfEach } from "../models/uploads.js";
import { isPicture, previewOf } from "./preview.js";

/** @typedef {import("../models/outbox.js").Entry} Entry */

/** The circle of a ring, in the units of its drawing. */
const RING = { box: "0 0 42 42", middle: "21", radius: "19" };
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Ways
 * @property {(clientId: string) => void} retry
 * @property {(clientId: string) => void} cancel
 */

export class UploadBubble extends HTMLElement {
  #page;
  /** @type {{ file: File, ring: SVGElement, far: HTMLElement }[]} */
  #parts = [];
  #files;

  /**
   * @param {Entry} entry
   * @param {import("../page.js").Page} page
   * @param {HTMLElement} meta time and state
   * @param {Ways} ways
   */
  constructor(entry, page, meta, ways) {
    super();
    this.#page = page;
    const { files = [], as_files, text, state } = entry;
    this.#files = files;
    const tiles = element("div", { class: "upload__tiles" });
    const cards = element("div");
    this.className = "bubble upload";
    for (const file of files) {
      if (isPicture(file) && !as_files) tiles.append(this.#tile(file, state));
      else cards.append(this.#card(file, state));
    }
    if (tiles.childElementCount) {
      this.classList.add("bubble--media");
      this.append(tiles);
    }
    // Without a text the time stands on the line of the last card's size.
    const line = text ? null : cards.lastElementChild?.querySelector(".file__sub");
    this.append(...cards.children);
    if (line) line.append(meta);
    else this.append(element("div", { class: "bubble__text", dir: "auto" }, text, meta));
    if (state === "failed") this.append(...this.#refusal(entry, ways));
    else this.#addStop(entry, ways);
  }

  /**
   * @param {number} sent bytes of the request
   * @param {number} all bytes of the request
   */
  progress(sent, all) {
    const sizes = this.#parts.map(({ file }) => file.size);
    const each = sentOfEach(sizes, sent, all);
    for (const [at, { file, ring, far }] of this.#parts.entries()) {
      const done = each[at] ?? 0;
      far.textContent = this.#page.sizes.progress(done, file.size);
      draw(ring, percentOf(done, file.size));
    }
  }

  /** It has to begin again. */
  waits() {
    for (const { file, ring, far } of this.#parts) {
      far.textContent = this.#page.sizes.text(file.size);
      draw(ring, 0);
    }
  }

  /**
   * There is nothing to cancel any more.
   * @returns {boolean} whether the button for it had the focus
   */
  stored() {
    const stop = this.querySelector(".upload__stop");
    const focused = stop !== null && stop === document.activeElement;
    stop?.remove();
    return focused;
  }

  /**
   * The server's bubble is there: it shows my own pictures until its thumbnails are loaded.
   * @param {HTMLElement} article
   */
  handOver(article) {
    for (const [at, file] of this.#files.entries()) {
      const image = article.querySelector(`.media__item[data-n="${at + 1}"] > img`);
      if (!(image instanceof HTMLImageElement) || image.complete) continue;
      const address = URL.createObjectURL(file);
      const end = () => {
        image.style.background = "";
        URL.revokeObjectURL(address);
      };
      image.style.background = `center / cover no-repeat url("${address}")`;
      for (const name of ["load", "error"]) image.addEventListener(name, end, { once: true });
    }
  }

  /**
   * @param {File} file
   * @param {Entry["state"]} state
   */
  #tile(file, state) {
    const name = element("span", { class: "visually-hidden" }, file.name);
    const tile = element("div", { class: "upload__tile", title: file.name }, previewOf(file, "upload__thumb"), name);
    tile.append(this.#sub(file, tile, state));
    return tile;
  }

  /**
   * @param {File} file
   * @param {Entry["state"]} state
   */
  #card(file, state) {
    const drawing = element("span", { class: "upload__icon" }, previewOf(file, "upload__thumb"));
    const name = element("span", { class: "file__name", title: file.name }, element("bdi", {}, file.name));
    return element("div", { class: "file" }, drawing, element("span", { class: "grow" }, name, this.#sub(file, drawing, state)));
  }

  /**
   * How far a file is, in words and around its drawing.
   * @param {File} file
   * @param {HTMLElement} drawing
   * @param {Entry["state"]} state
   */
  #sub(file, drawing, state) {
    const far = element("span", { "aria-live": "off" }, this.#page.sizes.text(file.size));
    if (state === "pending") {
      const ring = ringOf();
      drawing.append(ring);
      this.#parts.push({ file, ring, far });
    }
    return element("span", { class: "file__sub" }, far);
  }

  /**
   * One button for the whole message: on its only file, or below several.
   * @param {Entry} entry
   * @param {Ways} ways
   */
  #addStop({ client_id: id }, ways) {
    const stop = element("button", { type: "button", class: "upload__stop" }, icon("close"));
    const label = this.#page.word("js-cancel-upload");
    stop.addEventListener("click", () => ways.cancel(id));
    if (this.#files.length === 1) {
      stop.setAttribute("aria-label", label);
      this.querySelector(".upload__icon, .upload__tile")?.append(stop);
    } else {
      stop.append(label);
      this.append(element("div", { class: "upload__acts" }, stop));
    }
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

customElements.define("live-upload", UploadBubble);

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
