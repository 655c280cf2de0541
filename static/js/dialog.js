// @ts-check
/** Asks before something that cannot be undone. The browser's own dialog keeps the focus inside and gives it back. */

import { element } from "./element.js";

/** @typedef {{ value: string, label: string }} Answer */

/**
 * @param {{ question: string, answers: Answer[], cancel: string }} words answers: what can be done, the usual one last
 * @param {AbortSignal} [signal] the question is taken back
 * @returns {Promise<string>} the value of the answer, empty for none
 */
export function chosen({ question, answers, cancel }, signal) {
  const no = element("button", { value: "", class: "btn btn-quiet" }, cancel);
  const made = answers.map(({ value, label }) => element("button", { value, class: "btn btn-quiet btn-danger-quiet" }, label));
  const text = element("p", { id: "ask-question" }, question);
  const many = made.length > 1;
  const buttons = element("div", { class: "ask__buttons" }, ...(many ? [...made, no] : [no, ...made]));
  buttons.classList.toggle("ask__buttons--stack", many);
  const form = element("form", { method: "dialog" }, text, buttons);
  const dialog = element("dialog", { class: "ask", "aria-labelledby": "ask-question" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const takeBack = () => dialog.close();
    signal?.addEventListener("abort", takeBack);
    dialog.addEventListener("close", () => {
      signal?.removeEventListener("abort", takeBack);
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.showModal();
    made[made.length - 1]?.focus();
  });
}
