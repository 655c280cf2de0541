// @ts-check
/** One room in the list, as the server rendered it: what scripts read off it, and what of it changes while the page is open. */

import { element, icon } from "../element.js";
import { badge } from "../models/unread.js";
import { excerpt } from "../room/quotes.js";

/** @typedef {import("../models/dates.js").Words} Words */

/**
 * How the reader stood in the room when it was rendered.
 * @param {HTMLElement} item
 * @returns {import("../net/protocol.js").ReadState}
 */
export function stateOf({ dataset: { seq, readSeq, unread, mentions, marks } }) {
  return {
    as_of: Number(seq),
    seq: Number(readSeq),
    unread: Number(unread),
    mentions: Number(mentions),
    marks: Number(marks),
  };
}

/** The birth of its last message, 0 for none. @param {HTMLElement} item */
export function lastOf(item) {
  return Number(item.dataset["last"] ?? 0);
}

/** @param {HTMLElement} item */
export function nameOf(item) {
  return item.querySelector(".room-item__name")?.textContent ?? "";
}

/**
 * @param {HTMLElement} item
 * @param {import("../models/unread.js").Count} count
 * @param {Words} word
 */
export function showCount(item, { count, mentions, marked }, word) {
  const line = item.querySelector(".room-item__last")?.parentElement;
  for (const sign of line?.querySelectorAll(".count") ?? []) sign.remove();
  if (mentions) {
    const label = word("js-mentioned");
    line?.append(element("span", { class: "count count--at", role: "img", "aria-label": label }, icon("at")));
  }
  if (count) {
    const label = element("span", { class: "visually-hidden" }, `${word("js-unread")} `);
    line?.append(element("span", { class: "count" }, label, badge(count)));
  } else if (marked) line?.append(element("span", { class: "count", role: "img", "aria-label": word("js-marked") }));
}

/**
 * Its last message. There is little room: of a name its first word, as the server does.
 * @param {HTMLElement} item
 * @param {string} author empty where the text says it
 * @param {string} text
 */
export function showLast(item, author, text) {
  const [first = ""] = author.trim().split(/\s/, 1);
  const name = first ? [element("b", {}, `${first}:`), " "] : [];
  item.querySelector(".room-item__last")?.replaceChildren(...name, excerpt(text));
}

/**
 * What of mine the server does not have: typed and not sent, waiting to be sent, or refused.
 * @typedef {{ state: "draft" | "pending" | "failed", text: string }} Unsent
 */

/**
 * It stands in the place of the last message.
 * @param {HTMLElement} item
 * @param {Unsent | null} unsent
 * @param {Words} word
 */
export function showUnsent(item, unsent, word) {
  const last = item.querySelector(".room-item__last:not(.room-item__draft)");
  item.querySelector(".room-item__draft")?.remove();
  last?.toggleAttribute("hidden", unsent !== null);
  if (!unsent) return;
  const label =
    unsent.state === "pending"
      ? [icon("clock", "icon icon--xs"), element("span", { class: "visually-hidden" }, word("js-pending")), " ", element("b", {}, `${word("js-you")}:`)]
      : [element("span", { class: "draft" }, unsent.state === "draft" ? word("js-draft") : `${word("js-failed")}:`)];
  last?.before(element("span", { class: "room-item__last room-item__draft cut", dir: "auto" }, ...label, " ", excerpt(unsent.text)));
}

/**
 * @param {HTMLElement} item
 * @param {number} seq the birth of the message that was written just now
 * @param {number} at when, in epoch milliseconds
 * @param {string} time the same for people
 */
export function showTime(item, seq, at, time) {
  item.dataset["last"] = String(seq);
  item.dataset["at"] = String(at);
  const place = item.querySelector("time");
  if (place) place.textContent = time;
}

/**
 * The tick of my own last message, before its time.
 * @param {HTMLElement} item
 * @param {"stored" | "seen" | null} tick null where the last message is not mine
 * @param {Words} word
 */
export function showTick(item, tick, word) {
  const time = item.querySelector("time");
  while (time?.previousElementSibling?.matches(".icon, .visually-hidden")) time.previousElementSibling.remove();
  if (!tick) return;
  const seen = tick === "seen";
  const sign = icon(seen ? "ticks" : "tick", seen ? "icon icon--sm icon--ticks" : "icon icon--sm");
  time?.before(sign, element("span", { class: "visually-hidden" }, word(seen ? "js-seen" : "js-stored")));
}

/** Whether its last message is mine, and stored. @param {HTMLElement} item */
export function isMine(item) {
  return item.querySelector("time")?.previousElementSibling?.classList.contains("visually-hidden") ?? false;
}
