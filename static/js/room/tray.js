// @ts-check
/**
 * The files of the next message, above the field: seen, put in order and taken away before they are sent. What the server
 * would refuse is refused here, in words that name the file and the limit.
 */

import { element, icon, iconButton } from "../element.js";
import { Attachments } from "../models/attachments.js";
import { plainlyNamed, plainName } from "../models/file-name.js";
import { isPicture, previewOf } from "./preview.js";

/** @typedef {import("../models/attachments.js").Refused} Refused */

export class Tray extends HTMLElement {
  #page;
  #unfocused;
  #chosen;
  #list;
  #refused = element("div", { class: "tray__refused", role: "alert", hidden: "" });
  #total = element("span");
  #asFiles = element("input", { type: "checkbox", class: "form-check-input" });
  #choice;
  /** @type {Map<File, HTMLElement>} */
  #items = new Map();

  /**
   * @param {import("../page.js").Page} page
   * @param {() => void} unfocused what had the focus is gone
   */
  constructor(page, unfocused) {
    super();
    const { word } = page;
    this.#page = page;
    this.#unfocused = unfocused;
    this.#chosen = new Attachments(page.fileBytes, page.filesMax);
    this.#list = element("ul", { class: "tray", "aria-label": word("js-files") });
    this.#choice = element("label", { class: "tray__choice" }, this.#asFiles, word("js-as-files"));
    const options = element("div", { class: "tray__opts" }, this.#choice, this.#total);
    this.className = "tray-box";
    this.append(this.#refused, this.#list, options);
    this.#asFiles.addEventListener("keydown", (event) => this.#toggle(event));
    this.#list.addEventListener("pointerdown", (event) => this.#drag(event));
    this.#show();
  }

  get empty() {
    return this.#chosen.files.length === 0;
  }

  /**
   * @param {File[]} files
   * @param {string[]} [folders] names of what cannot be sent at all
   */
  add(files, folders = []) {
    const refused = this.#chosen.add(files.map(plainlyNamed));
    const parts = folders.map((name) => this.#page.word("js-folder", { name: plainName(name) }));
    this.#say([...parts, ...this.#reasons(refused)]);
    this.#show();
  }

  /** What stood here when the room was left. @param {{ files: File[], as_files: boolean }} taken */
  put({ files, as_files }) {
    this.add(files);
    this.#asFiles.checked = as_files;
  }

  /** What is sent now; the tray is empty then. */
  take() {
    const taken = { files: this.#chosen.take(), as_files: this.#asFiles.checked && !this.#choice.hidden };
    this.#asFiles.checked = false;
    this.#say([]);
    this.#show();
    return taken;
  }

  /** Enter would send the form, and with it what was not chosen yet. @param {KeyboardEvent} event */
  #toggle(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.#asFiles.click();
  }

  /** @param {Refused[]} refused */
  #reasons(refused) {
    const { word, sizes, fileBytes, filesMax } = this.#page;
    const large = refused.filter(({ why }) => why === "large");
    const many = refused.length - large.length;
    const reasons = large.map(({ file }) => word("js-file-too-large", { name: file.name, size: sizes.text(fileBytes) }));
    return many ? [...reasons, word("js-too-many-files", { most: filesMax, n: many })] : reasons;
  }

  /** @param {string[]} reasons */
  #say(reasons) {
    const close = iconButton("close", this.#page.word("js-viewer-close"));
    close.addEventListener("click", () => this.#heard());
    this.#refused.replaceChildren(close, ...reasons.map((reason) => element("p", { dir: "auto" }, reason)));
    this.#refused.hidden = reasons.length === 0;
  }

  /** The reasons were read. */
  #heard() {
    this.#say([]);
    this.#show();
    this.#unfocused();
  }

  #show() {
    const { word, sizes } = this.#page;
    const { files, bytes } = this.#chosen;
    this.#items = new Map(files.map((file) => [file, this.#items.get(file) ?? this.#make(file)]));
    this.#list.replaceChildren(...this.#items.values());
    this.#list.hidden = this.empty;
    this.#choice.hidden = !files.some(isPicture);
    this.#total.textContent = this.empty ? "" : word("js-files-total", { n: files.length, size: sizes.text(bytes) });
    this.hidden = this.empty && this.#refused.hidden;
  }

  /** @param {File} file */
  #make(file) {
    const { word, sizes } = this.#page;
    const { name } = file;
    const button = (/** @type {string} */ drawing, /** @type {string} */ label, /** @type {string} */ classes) =>
      element("button", { type: "button", class: classes, "aria-label": word(label, { name }) }, icon(drawing, "icon icon--xs"));
    const remove = button("close", "js-remove-file", "tray__drop");
    remove.addEventListener("click", () => this.#remove(file));
    const earlier = button("prev", "js-file-earlier", "");
    const later = button("next", "js-file-later", "");
    earlier.addEventListener("click", () => this.#move(file, -1, [later, earlier]));
    later.addEventListener("click", () => this.#move(file, 1, [earlier, later]));
    return element(
      "li",
      { class: "tray__item" },
      previewOf(file, "tray__thumb"),
      element("span", { class: "tray__name cut", title: name, dir: "auto" }, name),
      element("span", { class: "tray__size" }, sizes.text(file.size)),
      element("span", { class: "tray__moves" }, earlier, later),
      remove,
    );
  }

  /** @param {File} file */
  #remove(file) {
    const at = this.#chosen.files.indexOf(file);
    this.#chosen.remove(file);
    this.#say([]);
    this.#show();
    const buttons = this.#list.querySelectorAll("button.tray__drop");
    const next = buttons[Math.min(at, buttons.length - 1)];
    if (next instanceof HTMLElement) next.focus();
    else this.#unfocused();
  }

  /**
   * @param {File} file
   * @param {-1 | 1} by
   * @param {HTMLElement[]} buttons the last of them that can still be used has the focus then
   */
  #move(file, by, buttons) {
    this.#chosen.move(file, this.#chosen.files.indexOf(file) + by);
    this.#show();
    for (const button of buttons) button.focus();
  }

  /** A mouse drags an item among the others; a finger scrolls, and has the buttons. @param {PointerEvent} down */
  #drag(down) {
    const target = down.target instanceof Element ? down.target : null;
    const item = target?.closest(".tray__item");
    const file = [...this.#items].find(([, made]) => made === item)?.[0];
    if (!file || !item || down.pointerType !== "mouse" || down.button !== 0 || target?.closest("button")) return;
    down.preventDefault();
    const over = (/** @type {PointerEvent} */ event) => {
      const before = [...this.#items.values()].filter((other) => other !== item && middleOf(other) < event.clientX).length;
      if (before === this.#chosen.files.indexOf(file)) return;
      this.#chosen.move(file, before);
      this.#show();
    };
    const end = () => {
      item.classList.remove("is-dragged");
      for (const name of ["pointerup", "pointercancel"]) removeEventListener(name, end);
      removeEventListener("pointermove", over);
    };
    item.classList.add("is-dragged");
    addEventListener("pointermove", over);
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end);
  }
}

customElements.define("live-tray", Tray);

/** @param {Element} item */
function middleOf(item) {
  const { left, width } = item.getBoundingClientRect();
  return left + width / 2;
}
