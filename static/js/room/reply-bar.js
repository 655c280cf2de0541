// @ts-check
/** The strip above the field that says which message is answered or edited, with a button to leave it. */

import { element, icon, iconButton } from "../element.js";
import { excerpt } from "./quotes.js";

export class ReplyBar {
  #box;
  #page;
  #leave;
  /** @type {HTMLElement | null} */
  #bar;

  /**
   * @param {HTMLFormElement} form
   * @param {import("../page.js").Page} page
   * @param {() => void} leave
   */
  constructor(form, page, leave) {
    this.#box = form.querySelector(".composer__box") ?? form;
    this.#page = page;
    this.#leave = leave;
    this.#bar = null;
  }

  /**
   * @param {"reply" | "edit"} kind
   * @param {import("../models/drafts.js").Target} target
   */
  show(kind, target) {
    this.hide();
    const { word } = this.#page;
    const title = kind === "edit" ? word("js-editing") : target.author;
    const quote = element(
      "a",
      { class: `quote ${target.colour}`, href: `#m${target.id}` },
      element("b", { class: "cut" }, title),
      element("span", { class: "cut" }, excerpt(target.text)),
    );
    const close = iconButton("close", word(kind === "edit" ? "js-leave-edit" : "js-leave-reply"));
    close.addEventListener("click", this.#leave);
    this.#bar = element("div", { class: "replybar" }, icon(kind === "edit" ? "pencil" : "reply"), quote, close);
    this.#box.prepend(this.#bar);
  }

  hide() {
    this.#bar?.remove();
    this.#bar = null;
  }
}
