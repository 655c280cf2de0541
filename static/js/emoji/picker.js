// @ts-check
/**
 * Every emoji to choose from: by group, by word, or one used before. It comes with its data and style when it is first opened, near what
 * opened it, or from below on a phone. The browser's own dialog keeps the focus inside, closes by Esc and Back, and gives the focus
 * back; arrows move through the emoji, Enter chooses.
 */

import { element, icon, iconButton } from "../element.js";
import { Part } from "../part.js";
import { toast } from "../toasts.js";
import { Catalog, inTone, TONES } from "./catalog.js";
import { step } from "./grid.js";
import { noteUse, recents } from "./recents.js";

/** @typedef {import("./catalog.js").Entry} Entry */

/**
 * @typedef {object} Wanted
 * @property {Element} anchor what it opens near
 * @property {import("../page.js").Page} page
 * @property {(emoji: string) => void} pick
 * @property {AbortSignal} signal closes it: what it was opened for is gone
 * @property {boolean} [many] it stays open after a choice
 * @property {() => void} [closed]
 */

const DATA = new URL("../../vendor/emojibase/emoji.json", import.meta.url);
const STYLE = new URL("../../css/lazy/emoji.css", import.meta.url);
const TONE_KEY = "emoji-tone";
/** Room between the picker and what it opens near or the edge of the window, in CSS pixels. */
const MARGIN_PX = 8;
/** What stands for each group on its button. */
const FACES = new Map(
  Object.entries({ smileys: "😀", people: "👋", nature: "🐻", food: "🍏", travel: "✈️", activities: "⚽", objects: "💡", symbols: "❤️", flags: "🏁" }),
);

/** @type {Promise<Catalog> | null} */
let loading = null;

/**
 * Opens the picker; only one is open at a time.
 * @param {Wanted} wanted
 */
export async function openPicker(wanted) {
  try {
    loading ??= load();
    const catalog = await loading;
    if (!wanted.signal.aborted && !document.querySelector("dialog.emoji")) new Picker(catalog, wanted).open();
  } catch {
    loading = null;
    toast(wanted.page.word("js-no-connection"), "alert");
    wanted.closed?.();
  }
}

async function load() {
  const link = element("link", { rel: "stylesheet", href: STYLE.href });
  const dressed = new Promise((done, failed) => {
    link.addEventListener("load", done);
    link.addEventListener("error", failed);
  });
  document.head.append(link);
  const [answer] = await Promise.all([fetch(DATA), dressed]);
  if (!answer.ok) throw new Error(`${answer.status} for ${DATA.pathname}`);
  return new Catalog(await answer.json());
}

class Picker extends Part {
  #catalog;
  #wanted;
  #word;
  #tone = keptTone();
  #dialog;
  #search;
  #tabs = element("div", { class: "emoji__tabs", role: "toolbar" });
  #list = element("div", { class: "emoji__list", tabindex: "-1" });

  /**
   * @param {Catalog} catalog
   * @param {Wanted} wanted
   */
  constructor(catalog, wanted) {
    super();
    const { word } = wanted.page;
    this.#catalog = catalog;
    this.#wanted = wanted;
    this.#word = word;
    const hint = word("js-emoji-search");
    this.#search = element("input", { type: "text", role: "searchbox", class: "emoji__search", placeholder: hint, "aria-label": hint, autocomplete: "off" });
    const tone = element("button", { type: "button", class: "icon-btn emoji__tone" });
    const shut = iconButton("close", word("js-close"), "icon-btn emoji__close");
    const head = element("div", { class: "emoji__head" }, icon("search"), this.#search, tone, shut);
    this.#dialog = element("dialog", { class: "emoji", "aria-label": word("js-emoji-all") }, head, this.#tabs, this.#list);
    this.#tabs.setAttribute("aria-label", word("js-emoji-groups"));
    this.#showTone(tone);
    this.#showGroups();

    tone.addEventListener("click", () => {
      this.#tone = (this.#tone + 1) % TONES.length;
      keepTone(this.#tone);
      this.#showTone(tone);
      this.#showFound();
    });
    shut.addEventListener("click", () => this.#dialog.close());
    this.#search.addEventListener("input", () => this.#showFound());
    this.#list.addEventListener("click", (event) => this.#click(event));
    this.#list.addEventListener("scroll", () => this.#markGroup(), { passive: true });
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("pointerdown", (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
    const { signal } = this;
    addEventListener("resize", () => this.#place(), { signal });
    wanted.signal.addEventListener("abort", () => this.#dialog.close(), { signal });
    this.#dialog.addEventListener("close", () => {
      this.remove();
      wanted.closed?.();
    });
    this.append(this.#dialog);
  }

  open() {
    // Inside the landmark that it belongs to.
    (this.#wanted.anchor.closest("main") ?? document.body).append(this);
    this.#dialog.showModal();
    this.#place();
    this.#markGroup();
    // A touch keyboard would cover what is to be chosen from.
    if (matchMedia("(hover: hover)").matches) this.#search.focus();
    else this.#list.focus();
  }

  get #sections() {
    return [...this.#list.querySelectorAll(".emoji__grid")];
  }

  #showGroups() {
    const used = recents().map((emoji) => /** @type {Entry} */ ([emoji, ""]));
    const groups = this.#catalog.groups.map(({ key, emoji }) => ({ key, emoji }));
    if (used.length) groups.unshift({ key: "recent", emoji: used });
    this.#list.replaceChildren(...groups.map(({ key, emoji }) => this.#section(key, emoji)));
    this.#tabs.replaceChildren(...groups.map(({ key }) => this.#tab(key)));
    this.#list.scrollTop = 0;
    this.#markGroup();
    this.#enter(this.#list.querySelector("button"));
  }

  #showFound() {
    const text = this.#search.value;
    this.#tabs.hidden = Boolean(text.trim());
    if (!text.trim()) {
      this.#showGroups();
      return;
    }
    const found = this.#catalog.find(text);
    const nothing = element("p", { class: "emoji__none", role: "status" }, this.#word("js-emoji-none"));
    this.#list.replaceChildren(found.length ? this.#section("found", found) : nothing);
    this.#list.scrollTop = 0;
    this.#enter(this.#list.querySelector("button"));
  }

  /**
   * @param {string} key
   * @param {Entry[]} entries
   */
  #section(key, entries) {
    const name = this.#word(`js-emoji-group-${key}`);
    const grid = element("div", { class: "emoji__grid", role: "group", "aria-label": name });
    for (const entry of entries) grid.append(element("button", { type: "button", tabindex: "-1" }, inTone(entry, this.#tone)));
    const section = element("section", { "data-group": key }, element("h3", { "aria-hidden": "true" }, name), grid);
    // What is not in view is not laid out, but its height is known.
    section.style.setProperty("--count", String(entries.length));
    return section;
  }

  /** @param {string} key */
  #tab(key) {
    const name = this.#word(`js-emoji-group-${key}`);
    const button = element("button", { type: "button", "data-group": key, "aria-label": name, title: name }, FACES.get(key) ?? icon("clock"));
    button.addEventListener("click", () => {
      const section = this.#list.querySelector(`section[data-group=${key}]`);
      if (section instanceof HTMLElement) this.#list.scrollTop = section.offsetTop - this.#list.offsetTop;
      this.#enter(section?.querySelector("button") ?? null);
    });
    return button;
  }

  /** The tab of what is at the top. */
  #markGroup() {
    const top = this.#list.scrollTop + this.#list.offsetTop + 1;
    const sections = [...this.#list.querySelectorAll("section")];
    const here = sections.findLast((section) => section.offsetTop <= top) ?? sections[0];
    for (const tab of this.#tabs.querySelectorAll("button")) {
      const is = tab.dataset["group"] === here?.dataset["group"];
      tab.setAttribute("aria-current", String(is));
      if (is) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  /** One emoji is reached by Tab: the last that had the focus. @param {Element | null} button */
  #enter(button) {
    for (const other of this.#list.querySelectorAll('button[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    button?.setAttribute("tabindex", "0");
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) this.#pick(button.textContent ?? "");
  }

  /** @param {string} emoji */
  #pick(emoji) {
    if (!emoji) return;
    noteUse(emoji);
    if (!this.#wanted.many) this.#dialog.close();
    this.#wanted.pick(emoji);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const done = target === this.#search ? this.#searchKey(event.key) : this.#list.contains(target) && this.#listKey(event.key, target);
    if (done) event.preventDefault();
  }

  /** @param {string} key */
  #searchKey(key) {
    const first = this.#list.querySelector("button");
    if (key === "ArrowDown") this.#focus(first);
    else if (key === "Enter" && this.#search.value.trim()) this.#pick(first?.textContent ?? "");
    else return false;
    return true;
  }

  /**
   * @param {string} key
   * @param {HTMLElement} target
   */
  #listKey(key, target) {
    const sections = this.#sections;
    const section = sections.findIndex((grid) => grid.contains(target));
    const counts = sections.map((grid) => grid.childElementCount);
    const place = [...(sections[section]?.children ?? [])].indexOf(target);
    const to = section < 0 ? null : step(counts, this.#columns, { section, place }, key);
    if (to) this.#focus(sections[to.section]?.children[to.place] ?? null);
    else if (section < 0 && key === "ArrowDown") this.#focus(this.#list.querySelector("button"));
    else if (key === "ArrowUp" || isLetter(key)) this.#search.focus();
    // What is typed is searched for, wherever the focus is.
    return !isLetter(key) && /^(Arrow|Home$|End$)/.test(key);
  }

  /** @param {Element | null} button */
  #focus(button) {
    this.#enter(button);
    if (button instanceof HTMLElement) button.focus();
  }

  get #columns() {
    const grid = this.#sections[0];
    return grid ? getComputedStyle(grid).gridTemplateColumns.split(" ").length : 1;
  }

  /** @param {HTMLElement} button */
  #showTone(button) {
    button.textContent = `✋${TONES[this.#tone] ?? ""}`;
    const name = this.#word("js-emoji-tone");
    button.setAttribute("aria-label", `${name}: ${button.textContent}`);
    button.title = name;
  }

  /** Above what it opens near, else below, always inside the window; the style puts it at the bottom of a phone. */
  #place() {
    const { style, offsetWidth, offsetHeight } = this.#dialog;
    const near = this.#wanted.anchor.getBoundingClientRect();
    const above = near.top - offsetHeight - MARGIN_PX;
    const top = above >= MARGIN_PX ? above : near.bottom + MARGIN_PX;
    style.setProperty("--left", `${inside(near.left, innerWidth - offsetWidth)}px`);
    style.setProperty("--top", `${inside(top, innerHeight - offsetHeight)}px`);
  }
}

customElements.define("live-emoji-picker", Picker);

/** @param {string} key */
function isLetter(key) {
  return key.length === 1 && key !== " ";
}

/**
 * @param {number} wanted
 * @param {number} most
 */
function inside(wanted, most) {
  return Math.max(MARGIN_PX, Math.min(wanted, most - MARGIN_PX));
}

function keptTone() {
  try {
    const tone = Number(localStorage.getItem(TONE_KEY));
    return tone in TONES ? tone : 0;
  } catch {
    return 0;
  }
}

/** @param {number} tone */
function keepTone(tone) {
  try {
    localStorage.setItem(TONE_KEY, String(tone));
  } catch {
    // It holds as long as the picker is open.
  }
}
