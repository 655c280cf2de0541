// @ts-check
/** Short notes that go by themselves. The box is a live region of the page, so that they are heard as well as seen. */

import { element, icon } from "./element.js";

/** How long a note stays, in milliseconds. */
const STAYS_MS = 5_000;

class Toast extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #end;

  /**
   * @param {string} text
   * @param {"tick" | "alert"} sign
   */
  constructor(text, sign) {
    super();
    this.className = sign === "alert" ? "toast-note toast-note--alert" : "toast-note";
    this.append(icon(sign), element("span", {}, text));
  }

  connectedCallback() {
    this.#end = setTimeout(() => this.remove(), STAYS_MS);
  }

  disconnectedCallback() {
    clearTimeout(this.#end);
  }
}

customElements.define("live-toast", Toast);

/**
 * @param {string} text
 * @param {"tick" | "alert"} [sign]
 */
export function toast(text, sign = "tick") {
  if (text) document.getElementById("toasts")?.append(new Toast(text, sign));
}
