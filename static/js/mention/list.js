// @ts-check
/**
 * The members that an `@` offers, above the field: ↑ and ↓ walk, Enter and Tab take, Esc closes, a finger or the mouse takes too.
 * The focus stays in the field, which tells a screen reader which one is meant.
 */

import { element, setAttributes } from "../element.js";
import { Part } from "../part.js";
import { mentionAt, MentionSearch } from "./search.js";

/**
 * @typedef {import("./search.js").Person} Person
 * @typedef {import("./search.js").Token} Token
 */

export class MentionList extends Part {
  #area;
  #field;
  #search;
  /** @type {Token | null} */
  #token = null;
  /** @type {Person[]} */
  #people = [];
  #at = 0;

  /**
   * @param {HTMLTextAreaElement} area
   * @param {import("../room/field.js").Field} field
   * @param {import("../page.js").Page} page
   * @param {ConstructorParameters<typeof MentionSearch>[0]} ask
   */
  constructor(area, field, page, ask) {
    super();
    const { signal } = this;
    this.#area = area;
    this.#field = field;
    this.#search = new MentionSearch(ask);
    setAttributes(this, { class: "mentions", id: "mentions", role: "listbox", tabindex: "0", "aria-label": page.word("js-members-list") });
    this.hidden = true;
    setAttributes(area, { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": "mentions" });
    // A press must not take the focus from the field.
    this.addEventListener("pointerdown", (event) => event.preventDefault());
    this.addEventListener("click", (event) => this.#click(event));
    area.addEventListener("input", () => void this.#typed(), { signal });
    area.addEventListener("blur", () => this.close(), { signal });
    document.addEventListener("selectionchange", () => this.#moved(), { signal });
    void this.#typed();
  }

  /** Whether it was open. */
  close() {
    const was = !this.hidden;
    this.#token = null;
    this.hidden = true;
    this.replaceChildren();
    this.#area.removeAttribute("aria-activedescendant");
    return was;
  }

  /**
   * @param {KeyboardEvent} event of the field
   * @returns {boolean} whether it was meant for the list
   */
  key(event) {
    if (this.hidden || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark((this.#at + step + this.#people.length) % this.#people.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#at);
    else return false;
    return true;
  }

  async #typed() {
    const token = this.#now();
    if (!token) {
      this.close();
      return;
    }
    this.#token = token;
    const { members, complete } = this.#search.known(token.prefix);
    this.#show(members);
    if (complete) return;
    const found = await this.#search.find(token.prefix);
    // More may have been typed meanwhile, or the list was closed.
    if (this.#token === token) this.#show(found);
  }

  /** The caret went elsewhere. */
  #moved() {
    if (this.hidden || document.activeElement !== this.#area) return;
    if (this.#now()?.start !== this.#token?.start) this.close();
  }

  #now() {
    const { selectionStart, selectionEnd } = this.#area;
    return selectionStart === selectionEnd ? mentionAt(this.#field.text, selectionStart) : null;
  }

  /** @param {Person[]} people */
  #show(people) {
    const isWritten = people.length === 1 && people[0]?.user.toLowerCase() === this.#token?.prefix.toLowerCase();
    this.#people = isWritten ? [] : people;
    this.hidden = this.#people.length === 0;
    this.replaceChildren(...this.#people.map((person, n) => optionOf(person, n)));
    if (this.hidden) this.#area.removeAttribute("aria-activedescendant");
    else this.#mark(0);
  }

  /** @param {number} at */
  #mark(at) {
    this.#at = at;
    for (const [n, option] of [...this.children].entries()) {
      option.setAttribute("aria-selected", String(n === at));
      if (n !== at) continue;
      this.#area.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (option) this.#take([...this.children].indexOf(option));
  }

  /** @param {number} at */
  #take(at) {
    const [person, token] = [this.#people[at], this.#now()];
    this.close();
    if (!person || !token) return;
    const spaced = /^\s/.test(this.#field.text.slice(token.end));
    this.#field.replace(token.start, token.end, `@${person.user}${spaced ? "" : " "}`);
  }
}

customElements.define("live-mentions", MentionList);

/**
 * @param {Person} person
 * @param {number} n
 */
function optionOf({ user, display_name: name, initials, colour }, n) {
  const face = element("span", { class: `avatar avatar--sm c${colour}`, "aria-hidden": "true" }, initials);
  const words = element("span", { class: "grow" }, element("b", { class: "cut", dir: "auto" }, name), element("small", {}, `@${user}`));
  return element("div", { role: "option", id: `mention-${n}`, "aria-selected": "false" }, face, words);
}
