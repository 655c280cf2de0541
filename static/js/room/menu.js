// @ts-check
/**
 * The menu of a message: by its button, a right click, a long press, or the keyboard (Enter or the menu key on a focused message,
 * which the arrows reach from the log).
 */

import { closest, ContextMenu } from "../context-menu.js";
import { articleOf } from "./row.js";

export class MessageMenu {
  #run;
  #menu;

  /**
   * @param {HTMLElement} log
   * @param {(article: HTMLElement) => import("../context-menu.js").Item[]} items what this message allows
   * @param {(act: string, article: HTMLElement, part: Element | null) => void} run
   * @param {(article: HTMLElement, close: () => void) => HTMLElement} head a row of buttons above the items
   * @param {AbortSignal} signal
   */
  constructor(log, items, run, head, signal) {
    this.#run = run;
    this.#menu = new ContextMenu(
      log,
      {
        subject: "article",
        notOurs: ".bubble__text a, audio, video",
        place: log.closest("main") ?? document.body,
        items,
        head,
        run,
        mark: (article, open) => article.parentElement?.classList.toggle("is-open", open),
        focus: (article) => article,
      },
      signal,
    );
    log.addEventListener("click", (event) => this.#click(event));
    log.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = closest(event, ".msg__act");
    const article = button && closest(event, "article");
    if (!article) return;
    const act = button.dataset["act"] ?? "";
    if (act !== "menu") this.#run(act, article, null);
    else {
      const { left, bottom } = button.getBoundingClientRect();
      this.#menu.open(article, left, bottom);
    }
  }

  /** Messages are reached with the arrows from the log. @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const log = /** @type {HTMLElement} */ (event.currentTarget);
    const onMessage = target.matches("article.msg");
    if (onMessage && event.key === "Enter") {
      const { left, top } = target.getBoundingClientRect();
      this.#menu.open(target, left, top);
    } else if (onMessage && event.key === "Escape") log.focus();
    else if ((onMessage || target === log) && event.key === "ArrowUp") step(log, target, -1);
    else if (onMessage && event.key === "ArrowDown") step(log, target, 1);
    else return;
    event.preventDefault();
  }
}

/**
 * Moves the focus from message to message; from the log itself to the last one.
 * @param {HTMLElement} log
 * @param {HTMLElement} from
 * @param {number} by
 */
function step(log, from, by) {
  const messages = [...log.querySelectorAll(".day > .row:not(.is-system)")].map(articleOf);
  const at = messages.indexOf(from);
  messages[(at < 0 ? messages.length : at) + by]?.focus();
}
