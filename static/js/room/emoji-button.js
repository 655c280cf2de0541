// @ts-check
/** The smiley beside the field: the emoji that is chosen goes where the caret is. The picker comes when it is first asked for. */

import { whileWanted } from "../wanted.js";

/**
 * @param {HTMLFormElement} form
 * @param {import("../page.js").Page} page
 * @param {AbortSignal} signal
 */
export function takeEmoji(form, page, signal) {
  const button = form.querySelector(".emoji-btn");
  const field = form.querySelector("textarea");
  if (!button || !field) return;
  const open = async () => {
    const picker = await whileWanted(() => import("../emoji/picker.js"), button, signal);
    const pick = (/** @type {string} */ emoji) => insert(field, emoji);
    void picker?.openPicker({ anchor: button, page, signal, many: true, pick, closed: () => field.focus() });
  };
  button.addEventListener("click", () => void open(), { signal });
}

/**
 * While the picker is open nobody can type into the field, so it is written into.
 * @param {HTMLTextAreaElement} field
 * @param {string} emoji
 */
function insert(field, emoji) {
  field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: emoji }));
}
