// @ts-check
/** What can be done with a message by the one who reads it, and doing it: a question first where it cannot be undone. */

import { chosen } from "../dialog.js";
import { refusalOf } from "../models/refusal.js";
import { toast } from "../toasts.js";
import { copyText } from "./copy.js";
import { download } from "./download.js";
import { colourOf, factsOf, plainOf } from "./row.js";

/**
 * @typedef {object} Ways
 * @property {() => boolean} seen whether it is told who has read
 * @property {(seq: number) => ReturnType<import("../net/http.js").Http["readers"]>} readers who has read the message of a birth
 * @property {(id: number) => ReturnType<import("../net/http.js").Http["reactors"]>} reactors who put what under a message
 * @property {(target: import("./composer.js").Target) => void} reply
 * @property {(target: import("./composer.js").Target) => void} edit
 * @property {(id: number, part: "text" | "file" | "all") => Promise<boolean>} remove whether it is done; the reader is told why
 * it is not
 */

export class MessageActions {
  #page;
  #moderates;
  #ways;
  #signal;

  /**
   * @param {import("../page.js").Page} page
   * @param {boolean} moderates whether I may delete what others wrote here
   * @param {Ways} ways
   * @param {AbortSignal} signal
   */
  constructor(page, moderates, ways, signal) {
    this.#page = page;
    this.#moderates = moderates;
    this.#ways = ways;
    this.#signal = signal;
  }

  /** What its menu offers. @param {HTMLElement} article */
  of(article) {
    const { word, me } = this.#page;
    const { system, author, text, files } = factsOf(article);
    if (system || !article.id) return [];
    const own = author === String(me);
    const items = [{ act: "reply", icon: "reply", label: word("js-reply") }];
    if (files) items.push({ act: "download", icon: "download", label: word("js-download") });
    if (text) items.push({ act: "copy", icon: "copy", label: word("js-copy") });
    if (own && text) items.push({ act: "edit", icon: "pencil", label: word("js-edit") });
    if (own && this.#ways.seen()) items.push({ act: "readers", icon: "ticks", label: word("js-readers") });
    if (article.querySelector(".reaction")) items.push({ act: "reactors", icon: "smile", label: word("js-reactors") });
    const remove = { act: "delete", icon: "trash", label: word("js-delete"), danger: true };
    return own || this.#moderates ? [...items, remove] : items;
  }

  /**
   * @param {string} act
   * @param {HTMLElement} article
   * @param {Element | null} part of the bubble, where the menu was opened
   */
  async run(act, article, part) {
    const { word } = this.#page;
    const { text } = factsOf(article);
    if (act === "reply") this.#ways.reply({ ...targetOf(article), text: text || plainOf(article) });
    if (act === "edit") this.#ways.edit(targetOf(article));
    if (act === "download") download(article, part);
    if (act === "copy") {
      const copied = await copyText(text);
      toast(word(copied ? "js-copied" : "js-copy-failed"), copied ? "tick" : "alert");
    }
    if (act === "readers" || act === "reactors") await this.#people(act, article);
    if (act === "delete") await this.#delete(article);
  }

  /**
   * @param {"readers" | "reactors"} who
   * @param {HTMLElement} article
   */
  async #people(who, article) {
    const { word } = this.#page;
    const { id, seq } = factsOf(article);
    try {
      const { showReactors, showReaders } = await import("../readers/dialog.js");
      if (who === "readers") showReaders(await this.#ways.readers(seq), word, this.#signal);
      else showReactors(await this.#ways.reactors(id), word, this.#signal);
    } catch (error) {
      toast(refusalOf(error)?.message || word("js-no-connection"), "alert");
    }
  }

  /**
   * Takes the words away: of a message with files the text, of another one all, which is asked first.
   * @param {HTMLElement} article
   * @returns {Promise<boolean>} whether it is done
   */
  erase(article) {
    const { id, files } = factsOf(article);
    return files ? this.#ways.remove(id, "text") : this.#delete(article);
  }

  /**
   * Asks first, and which part when there are two.
   * @param {HTMLElement} article
   * @returns {Promise<boolean>} whether it is done
   */
  async #delete(article) {
    const { word } = this.#page;
    const { id, text, files } = factsOf(article);
    const all = { value: "all", label: word(text && files ? "js-delete-all" : "js-delete") };
    const parts = [
      { value: "text", label: word("js-delete-text") },
      { value: "file", label: word("js-delete-files") },
    ];
    const answers = text && files ? [...parts, all] : [all];
    const question = word(text && files ? "js-delete-which" : "js-delete-question");
    const what = await chosen({ question, answers, cancel: word("js-cancel") }, this.#signal);
    return what === "all" || what === "text" || what === "file" ? this.#ways.remove(id, what) : false;
  }
}

/**
 * @param {HTMLElement} article
 * @returns {import("./composer.js").Target}
 */
export function targetOf(article) {
  const { id, text } = factsOf(article);
  const name = article.querySelector(".bubble__name");
  return { id, text, author: name?.textContent?.trim() ?? "", colour: colourOf(name) };
}
