// @ts-check
/**
 * The keys that mean the same everywhere: Ctrl+K finds a room, Alt+↑ and Alt+↓ go to the next one, `?` and Ctrl+/ show what every
 * key does. Keys are known by what they write or, where that depends on the layout, by their place. What writes goes into the
 * message, wherever the focus is.
 */

import { toast } from "./toasts.js";

/** What takes every key while it is open. */
const LAYERS = "dialog[open], .pswp";
/** Where a key is a letter. */
const TYPING = "input, textarea, select, [contenteditable]";
/** Where the keys are those of a menu. */
const MENUS = "[role=menu], details[open]";

/**
 * @param {import("./page.js").Page} page
 * @param {(by: 1 | -1) => void} step to the room below or above in the list
 */
export function startShortcuts(page, step) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector(LAYERS)) return;
    const act = actOf(event, page, step);
    if (act) {
      event.preventDefault();
      act();
    } else if (writes(event)) messageField()?.focus();
  });
}

/** Whether a key writes something where nothing is typed. Space is not among them: it scrolls and presses. @param {KeyboardEvent} event */
function writes({ key, code, target, ctrlKey, metaKey, altKey }) {
  if (target instanceof Element && target.closest(`${TYPING}, ${MENUS}`)) return false;
  const held = ctrlKey || metaKey;
  return held ? !altKey && code === "KeyV" : !altKey && key !== " " && [...key].length === 1;
}

/** @returns {HTMLElement | null} */
function messageField() {
  return document.querySelector("#room:not([inert]) #composer textarea, textarea.early");
}

/**
 * @param {KeyboardEvent} event
 * @param {import("./page.js").Page} page
 * @param {(by: 1 | -1) => void} step
 * @returns {(() => void) | null}
 */
function actOf(event, page, step) {
  const typing = event.target instanceof Element && event.target.closest(TYPING);
  switch (pressed(event)) {
    case "Control KeyK":
      return findRoom;
    case "Control Slash":
      return () => void help(page);
    case "Alt ArrowUp":
      return () => step(-1);
    case "Alt ArrowDown":
      return () => step(1);
    default:
      return event.key === "?" && !typing ? () => void help(page) : null;
  }
}

/** A key by its place, after those that are held with it. @param {KeyboardEvent} event */
function pressed(event) {
  const held = [event.ctrlKey || event.metaKey ? "Control " : "", event.altKey ? "Alt " : "", event.shiftKey ? "Shift " : ""];
  return held.join("") + event.code;
}

function findRoom() {
  const field = document.getElementById("room-search");
  if (field instanceof HTMLInputElement && field.checkVisibility()) field.select();
}

/** @param {import("./page.js").Page} page */
async function help(page) {
  try {
    const { showHelp } = await import("./help/dialog.js");
    await showHelp(page);
  } catch {
    toast(page.word("js-no-connection"), "alert");
  }
}
