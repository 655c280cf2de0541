// @ts-check
/** What every key does, over the page. The words come from the server when they are asked for. */

import { element, iconButton } from "../element.js";
import { fromServer } from "../markup.js";
import { Lost } from "../models/refusal.js";

/** The page with the same list, for who has no script. */
const ADDRESS = "/help/";

/** @param {import("../page.js").Page} page @returns {Promise<void>} rejects with `Lost` without a way to the server */
export async function showHelp(page) {
  const answer = await fetch(ADDRESS).catch(() => null);
  const markup = fromServer((await answer?.text()) ?? "");
  const [title, keys] = [markup.querySelector("h1"), markup.getElementById("keys")];
  if (!answer?.ok || !title || !keys) throw new Lost();
  // Asked for twice meanwhile.
  if (document.querySelector("dialog[open]")) return;
  title.id = "help-title";
  const close = iconButton("close", page.word("js-viewer-close"));
  const head = element("div", { class: "help__head" }, title, close);
  const dialog = element("dialog", { class: "help", "aria-labelledby": title.id }, head, keys);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
