// @ts-check
/** A message with files on its way to the room's URL: the same form as without a script, with its progress in view. */

import { Lost } from "../models/refusal.js";
import { answerOf } from "./http.js";

/** @typedef {import("../models/outbox.js").Entry} Entry */

/** A silence after which the connection counts as lost, in milliseconds. */
const STALLED_MS = 30_000;
/** How long the server may look at the files once it has them all, in milliseconds. */
const ANSWER_MS = 120_000;

/**
 * @param {Entry} entry
 * @param {AbortSignal} signal
 * @param {(sent: number, all: number) => void} progress bytes of the request
 * @returns {Promise<import("./http.js").Stored>} rejects with a refusal, or `Lost` for anything else
 */
export function upload(entry, signal, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    /** @type {ReturnType<typeof setTimeout>} */
    let watch;
    const within = (/** @type {number} */ ms) => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), ms);
    };
    const stop = () => request.abort();
    request.open("POST", `/room/${entry.room_id}/`);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => {
      within(STALLED_MS);
      progress(loaded, total);
    };
    request.upload.onload = () => within(ANSWER_MS);
    request.onerror = request.onabort = () => reject(new Lost());
    request.onload = () => {
      try {
        resolve(answerOf(request.status, request.responseText, request.getResponseHeader("Retry-After")));
      } catch (error) {
        reject(error);
      }
    };
    request.onloadend = () => {
      clearTimeout(watch);
      signal.removeEventListener("abort", stop);
    };
    signal.addEventListener("abort", stop);
    within(STALLED_MS);
    request.send(formOf(entry));
    if (signal.aborted) stop();
  });
}

/**
 * The texts come first: by them the server knows a message that it has already.
 * @param {Entry} entry
 */
function formOf({ client_id, text, reply_to, as_files, files = [] }) {
  const form = new FormData();
  form.append("client_id", client_id);
  form.append("content", text);
  if (reply_to !== null) form.append("reply_to", String(reply_to));
  if (as_files) form.append("as_files", "1");
  for (const file of files) form.append("file", file, file.name);
  return form;
}
