// @ts-check
/** The menu of a room in the list: open it, mark it as unread or take that back. */

import { ContextMenu } from "../context-menu.js";
import { toast } from "../toasts.js";

/**
 * @param {HTMLElement} list
 * @param {import("../page.js").Page} page
 * @param {import("../rooms.js").Rooms} rooms
 */
export function startRoomMenu(list, { word }, rooms) {
  /** @param {HTMLElement} item */
  const link = (item) => item.querySelector("a");
  /** @param {string} act @param {HTMLElement} item */
  const run = async (act, item) => {
    const room = Number(item.dataset["roomId"]);
    if (act === "open") link(item)?.click();
    else if (act === "unread") await rooms.markUnread(room, true);
    else rooms.readAll(room);
  };
  new ContextMenu(list, {
    subject: "#rooms > li",
    place: list.closest(".list") ?? document.body,
    items: (item) => {
      const { count, marked } = rooms.unread(Number(item.dataset["roomId"]));
      const read = { act: "read", icon: "ticks", label: word("js-mark-read") };
      const unread = { act: "unread", icon: "message", label: word("js-mark-unread") };
      return [{ act: "open", icon: "next", label: word("js-open") }, count || marked ? read : unread];
    },
    run: (act, item) => {
      run(act, item).catch(() => toast(word("js-no-connection"), "alert"));
    },
    mark: (item, open) => item.classList.toggle("is-open", open),
    focus: link,
  });
}
