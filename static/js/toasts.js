// @ts-check
/** Short notes that go by themselves. The box is a live region of the page, so that they are heard as well as seen. */

import { element, icon } from "./element.js";

/** How long a note stays, in milliseconds. */
const STAYS_MS = 5_000;

/**
 * @param {string} text
 * @param {"tick" | "alert"} [sign]
 */
export function toast(text, sign = "tick") {
  const box = document.getElementById("toasts");
  if (!box || !text) return;
  const note = element("div", { class: sign === "alert" ? "toast-note toast-note--alert" : "toast-note" }, icon(sign), element("span", {}, text));
  box.append(note);
  setTimeout(() => note.remove(), STAYS_MS);
}
