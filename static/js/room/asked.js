// @ts-check
/** The reply or the edit that a page was asked for, by a link or a form that came back: the server renders it into the form. */

import { colourOf } from "./row.js";

/**
 * Takes the server's own strip out of the form.
 * @param {HTMLFormElement} form
 * @returns {import("./composer.js").Mode | null}
 */
export function takeAsked(form) {
  const edited = hiddenId(form, "edit_message_id");
  const id = edited || hiddenId(form, "reply_to");
  const strip = form.querySelector(".replybar .quote");
  const line = strip?.querySelector("span")?.textContent ?? "";
  const text = edited ? (form.querySelector("textarea")?.value ?? "") : line;
  const target = { id, author: strip?.querySelector("b")?.textContent ?? "", text, colour: colourOf(strip) };
  form.querySelector(".replybar")?.remove();
  return id ? { kind: edited ? "edit" : "reply", target } : null;
}

/**
 * The number in a hidden field of the form; 0 for none.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function hiddenId(form, name) {
  const input = form.elements.namedItem(name);
  return input instanceof HTMLInputElement ? Number(input.value) : 0;
}
