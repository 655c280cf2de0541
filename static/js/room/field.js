// @ts-check
/**
 * The text of the next message: grows with it, takes the formatting keys, turns what is pasted into what one would have typed,
 * and counts when the end is near. Whatever changes the text for the person can be undone by Ctrl+Z.
 */

import { element } from "../element.js";
import { toggled } from "../models/markup-keys.js";
import { hasFiles, isRich, typedText } from "../models/pasted.js";

/** Characters before the limit from which on they are counted. */
const COUNT_FROM = 500;
/** Lines that a browser types without a pause that is felt: twice as many take four times as long. */
const TYPED_LINES = 200;

/** The style of each formatting key, by its place, which is the same in every layout. @type {Record<string, import("../models/markup-keys.js").Style>} */
const STYLES = { KeyB: "bold", KeyI: "italic", KeyE: "code" };

export class Field {
  #area;
  #page;
  #count = element("span", { class: "composer__count", id: "composer-count", hidden: "" });

  /**
   * @param {HTMLTextAreaElement} area
   * @param {import("../page.js").Page} page
   * @param {AbortSignal} signal
   */
  constructor(area, page, signal) {
    this.#area = area;
    this.#page = page;
    area.after(this.#count);
    area.addEventListener("paste", (event) => this.#paste(event), { signal });
    area.addEventListener("input", () => this.#fit(), { signal });
    this.#fit();
  }

  get text() {
    return this.#area.value;
  }

  /** What is sent: the server takes the same away. */
  get message() {
    return this.text.replace(/\r\n?/g, "\n").trim();
  }

  get focused() {
    return document.activeElement === this.#area && document.hasFocus();
  }

  /** Whether the server would refuse it. */
  get tooLong() {
    return this.#left < 0;
  }

  focus() {
    this.#area.focus();
  }

  /** Another text: what stood there is not missed. @param {string} text */
  set(text) {
    this.#area.value = text;
    this.#fit();
  }

  toEnd() {
    this.#area.setSelectionRange(this.text.length, this.text.length);
  }

  /**
   * Puts a text in the place of a part, as if it was typed; one of very many lines can not be undone.
   * @param {number} from
   * @param {number} to
   * @param {string} text
   */
  replace(from, to, text) {
    this.#area.focus();
    this.#area.setSelectionRange(from, to);
    const command = text ? "insertText" : "delete";
    if (text.split("\n", TYPED_LINES).length < TYPED_LINES && document.execCommand(command, false, text)) return;
    this.#area.setRangeText(text, from, to, "end");
    this.#area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }

  /**
   * A formatting key.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was one
   */
  key(event) {
    const style = STYLES[event.code];
    if (!style || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || this.#area.readOnly) return false;
    const { selectionStart, selectionEnd } = this.#area;
    const { from, to, text, select } = toggled(this.text, selectionStart, selectionEnd, style);
    this.replace(from, to, text);
    this.#area.setSelectionRange(...select);
    return true;
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const clipboard = event.clipboardData;
    const pasted = clipboard?.getData("text/plain");
    if (!clipboard || !pasted || hasFiles(clipboard) || this.#area.readOnly) return;
    const typed = typedText(pasted, isRich(clipboard.types));
    // The browser is quicker where there is nothing to do but its own line ends.
    if (typed === pasted.replace(/\r\n?/g, "\n")) return;
    event.preventDefault();
    this.replace(this.#area.selectionStart, this.#area.selectionEnd, typed);
  }

  /** Characters that the limit still leaves; many more than are counted where it is far. */
  get #left() {
    const most = this.#page.messageChars;
    // A character has at most two units, so that a short text need not be counted.
    if (this.text.length <= most - COUNT_FROM) return Infinity;
    return most - [...this.message].length;
  }

  #fit() {
    const { word } = this.#page;
    const left = this.#left;
    this.#count.hidden = left > COUNT_FROM;
    if (!this.#count.hidden) {
      this.#count.textContent = left < 0 ? `−${-left}` : String(left);
      this.#count.title = left < 0 ? word("js-chars-over", { n: -left }) : word("js-chars-left", { n: left });
      this.#area.setAttribute("aria-describedby", this.#count.id);
    } else this.#area.removeAttribute("aria-describedby");
    this.#count.classList.toggle("is-over", left < 0);
    this.#area.setAttribute("aria-invalid", String(left < 0));
    this.#grow();
  }

  /** Browsers without `field-sizing` are told the height. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#area.style.blockSize = "auto";
    this.#area.style.blockSize = `${this.#area.scrollHeight}px`;
  }
}
