// @ts-check
/**
 * The field above the list shows the rooms whose name has what is typed, while it is typed. Enter opens the first, the arrows go
 * into the list and back, Esc empties the field. The form asks the server where there is no script.
 */

import { element } from "../element.js";
import { folded } from "../models/folded.js";
import { nameOf } from "./item.js";

export class ListFilter {
  #list;
  #field;
  #none;

  /**
   * @param {HTMLElement} list
   * @param {HTMLInputElement} field
   * @param {import("../page.js").Page} page
   */
  constructor(list, field, page) {
    this.#list = list;
    this.#field = field;
    this.#none = element("p", { class: "list__none", role: "status", hidden: "" }, page.word("js-not-found"));
    list.after(this.#none);
    field.addEventListener("input", () => this.apply());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.form?.addEventListener("submit", (event) => event.preventDefault());
    list.addEventListener("keydown", (event) => this.#walk(event));
    // A room that was found is open: the others come back.
    list.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a") && !isHeld(event)) this.#empty();
    });
  }

  /** The list or the field is another one now. */
  apply() {
    const wanted = folded(this.#field.value);
    let found = 0;
    for (const item of this.#list.children) {
      if (!(item instanceof HTMLElement)) continue;
      item.hidden = wanted !== "" && !folded(nameOf(item)).includes(wanted);
      if (!item.hidden) found += 1;
    }
    found += this.#offer(wanted);
    this.#none.hidden = wanted === "" || found > 0;
  }

  /**
   * On a phone the rooms that one may join stand below: those of them that are wanted.
   * @param {string} wanted
   * @returns {number} how many are seen
   */
  #offer(wanted) {
    const open = document.querySelector(".open--phone");
    if (!open) return 0;
    let offered = 0;
    for (const item of open.querySelectorAll("li")) {
      item.hidden = wanted !== "" && !folded(item.querySelector("b")?.textContent ?? "").includes(wanted);
      if (!item.hidden) offered += 1;
    }
    open.toggleAttribute("hidden", offered === 0);
    return open.checkVisibility() ? offered : 0;
  }

  /** The links that are seen, in order. */
  get #links() {
    return /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll(":scope > li:not([hidden]) > a")]);
  }

  #empty() {
    this.#field.value = "";
    this.apply();
  }

  /** @param {KeyboardEvent} event in the field */
  #key(event) {
    const [first] = this.#links;
    if (event.isComposing || isHeld(event)) return;
    if (event.key === "Escape" && this.#field.value) this.#empty();
    else if (event.key === "ArrowDown" && first) first.focus();
    else if (event.key === "Enter") {
      if (!this.#field.value.trim() || !first) return;
      first.focus();
      first.click();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {KeyboardEvent} event on a room */
  #walk(event) {
    const links = this.#links;
    const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at < 0 || isHeld(event) || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) next.focus();
    else if (at === 0 && event.key === "ArrowUp") this.#field.focus();
  }
}

/** Whether it is meant for the whole page or the browser. @param {KeyboardEvent | MouseEvent} event */
function isHeld(event) {
  return event.altKey || event.ctrlKey || event.metaKey;
}
