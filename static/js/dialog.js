// @ts-check
/** Asks before something that cannot be undone. The browser's own dialog keeps the focus inside and gives it back. */

import { element } from "./element.js";

/**
 * @param {{ question: string, confirm: string, cancel: string }} words
 * @returns {Promise<boolean>}
 */
export function confirmed({ question, confirm, cancel }) {
  const no = element("button", { value: "", class: "btn btn-quiet" }, cancel);
  const yes = element("button", { value: "yes", class: "btn btn-quiet btn-danger-quiet" }, confirm);
  const text = element("p", { id: "ask-question" }, question);
  const buttons = element("div", { class: "ask__buttons" }, no, yes);
  const form = element("form", { method: "dialog" }, text, buttons);
  const dialog = element("dialog", { class: "ask", "aria-labelledby": "ask-question" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.showModal();
    yes.focus();
  });
}
