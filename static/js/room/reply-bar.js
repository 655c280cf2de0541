// @ts-check
/** The strip above the field that says which message is answered or edited, with a button to leave it. */

import { element, icon, iconButton } from "../element.js";
import { excerpt } from "./quotes.js";

export class ReplyBar extends HTMLElement {
  /**
   * @param {"reply" | "edit"} kind
   * @param {import("../models/drafts.js").Target} target
   * @param {import("../page.js").Page} page
   * @param {() => void} leave
   */
  constructor(kind, target, { word }, leave) {
    super();
    const edits = kind === "edit";
    const quote = element(
      "a",
      { class: `quote ${target.colour}`, href: `#m${target.id}` },
      element("b", { class: "cut" }, edits ? word("js-editing") : target.author),
      element("span", { class: "cut" }, excerpt(target.text)),
    );
    const close = iconButton("close", word(edits ? "js-leave-edit" : "js-leave-reply"));
    close.addEventListener("click", leave);
    this.className = "replybar";
    this.append(icon(edits ? "pencil" : "reply"), quote, close);
  }
}

customElements.define("live-reply-bar", ReplyBar);
