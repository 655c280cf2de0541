// @ts-check
/** Messages with files on their way: what their queue needs of the page, and what the page minds while one is under way. */

import { askBeforeLeaving, leaveUnasked } from "./leaving.js";
import { Refusal } from "./models/refusal.js";
import { Uploads } from "./models/uploads.js";
import { alone } from "./tabs.js";

/** @typedef {import("./models/outbox.js").Entry} Entry */

/** How long signing out waits for the browser to forget files, in milliseconds. */
const FORGET_MS = 2_000;

/**
 * @param {object} parts
 * @param {import("./page.js").Page} parts.page
 * @param {import("./models/outbox.js").Outbox} parts.outbox
 * @param {import("./net/commands.js").Commands} parts.commands
 * @param {(entry: Entry, done: { sent: number, all: number } | null) => void} parts.progress null: it has to begin again
 * @param {(entry: Entry, message: number) => void} parts.stored
 */
export function startUploads({ page, outbox, commands, progress, stored }) {
  // The next page goes on with what is kept.
  askBeforeLeaving((onwards) => outbox.uploads().some((entry) => !onwards || !outbox.keeps(entry.client_id)));
  for (const form of document.querySelectorAll("form[action='/logout/']")) {
    if (form instanceof HTMLFormElement) form.addEventListener("submit", (event) => forgetThenSubmit(form, event, outbox));
  }
  return new Uploads(outbox, {
    alone: (id, signal, run, waits) => alone(`upload:${id}`, signal, run, waits),
    async deliver(entry, signal, again) {
      if (!(await readable(entry.files ?? []))) throw new Refusal("unreadable", page.word("js-file-unreadable"));
      try {
        const done = await commands.upload(entry, signal, again, (sent, all) => progress(entry, { sent, all }));
        stored(entry, done.message_id);
      } catch (error) {
        progress(entry, null);
        throw error;
      }
    },
  });
}

/**
 * Who signs out leaves no files in the browser.
 * @param {HTMLFormElement} form
 * @param {Event} event
 * @param {import("./models/outbox.js").Outbox} outbox
 */
function forgetThenSubmit(form, event, outbox) {
  event.preventDefault();
  const submit = () => leaveUnasked(() => form.submit());
  const enough = new Promise((resolve) => setTimeout(resolve, FORGET_MS));
  Promise.race([outbox.forgetFiles(), enough]).then(submit, submit);
}

/**
 * Whether the files are still there as they were chosen: of one that was changed, a browser says no more than of a lost
 * connection.
 * @param {File[]} files
 */
async function readable(files) {
  try {
    await Promise.all(files.map((file) => file.slice(0, 1).arrayBuffer()));
    return true;
  } catch {
    return false;
  }
}
