// @ts-check
/** Where files for a message come from: the form's own field, the clipboard, and whatever is dropped on the room. */

import { element, icon } from "../element.js";
import { hasFiles } from "../models/pasted.js";
import { Part } from "../part.js";

/** What a browser calls a picture that has no name of its own. */
const NAMELESS = /^image\.\w+$/;

/**
 * @typedef {(files: File[], folders: string[]) => void} Take files, and the names of folders that came with them
 */

/**
 * @param {HTMLFormElement} form
 * @param {import("../page.js").Page} page
 * @param {Take} take
 * @param {AbortSignal} signal
 */
export function takeFiles(form, page, take, signal) {
  const input = form.querySelector("input[type=file]");
  if (!(input instanceof HTMLInputElement)) return;
  const chosen = () => {
    const files = [...(input.files ?? [])];
    input.value = "";
    if (files.length) take(files, []);
  };
  input.addEventListener("change", chosen);
  chosen();
  const paste = (/** @type {ClipboardEvent} */ event) => {
    const elsewhere = event.target instanceof Element && event.target.closest("input, textarea, dialog");
    if (elsewhere && !form.contains(elsewhere)) return;
    const files = pasted(event.clipboardData, page);
    if (!files.length) return;
    event.preventDefault();
    take(files, []);
  };
  document.addEventListener("paste", paste, { signal });
  const pane = document.getElementById("room");
  pane?.append(new DropZone(pane, page, take));
}

/**
 * The files that are meant by what is on the clipboard, each with a name.
 * @param {DataTransfer | null} clipboard
 * @param {import("../page.js").Page} page
 */
function pasted(clipboard, page) {
  if (!clipboard || !hasFiles(clipboard)) return [];
  return [...clipboard.files].map((file) => {
    if (!NAMELESS.test(file.name)) return file;
    const now = page.dates.now();
    const when = `${page.dates.day(now)}-${page.dates.time(now).replace(":", "-")}`;
    const name = `${page.word("js-picture")}-${when}${file.name.slice(file.name.lastIndexOf("."))}`;
    return new File([file], name, { type: file.type, lastModified: now });
  });
}

/** Takes what is dropped on the room; dropped beside it, a file does not replace the page. */
class DropZone extends Part {
  #pane;
  #take;

  /**
   * @param {HTMLElement} pane
   * @param {import("../page.js").Page} page
   * @param {Take} take
   */
  constructor(pane, page, take) {
    super();
    const { signal } = this;
    const { word, sizes, filesMax, fileBytes } = page;
    const hint = word("js-drop-hint", { n: filesMax, size: sizes.text(fileBytes) });
    const words = element("p", {}, icon("upload"), element("b", {}, word("js-drop-here")), element("span", {}, hint));
    this.className = "dropzone";
    this.hidden = true;
    this.append(words);
    this.#pane = pane;
    this.#take = take;
    const left = (/** @type {DragEvent} */ event) => {
      if (event.relatedTarget === null) this.hidden = true;
    };
    document.addEventListener("dragover", (event) => this.#over(event), { signal });
    document.addEventListener("drop", (event) => this.#drop(event), { signal });
    document.addEventListener("dragleave", left, { signal });
  }

  /** @param {DragEvent} event */
  #over(event) {
    const transfer = event.dataTransfer;
    if (!transfer?.types.includes("Files")) return;
    event.preventDefault();
    const here = event.target instanceof Node && this.#pane.contains(event.target);
    transfer.dropEffect = here ? "copy" : "none";
    this.hidden = !here;
  }

  /** @param {DragEvent} event */
  #drop(event) {
    const transfer = event.dataTransfer;
    if (!transfer?.types.includes("Files")) return;
    event.preventDefault();
    const here = !this.hidden;
    this.hidden = true;
    if (!here) return;
    /** @type {File[]} */
    const files = [];
    /** @type {string[]} */
    const folders = [];
    for (const item of transfer.items) {
      const file = item.getAsFile();
      if (item.webkitGetAsEntry()?.isDirectory) folders.push(item.webkitGetAsEntry()?.name ?? "");
      else if (file) files.push(file);
    }
    this.#take(files, folders);
  }
}

customElements.define("live-drop-zone", DropZone);
