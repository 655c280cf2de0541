// @ts-check
/**
 * The field at the bottom: Enter sends, Shift+Enter breaks the line, Esc leaves a reply or an edit and then takes the files
 * away, ↑ in an empty field edits my last message. Files stand in the tray above it until they are sent. Without this script
 * the same form is sent the plain way.
 */

import { askBeforeLeaving } from "../leaving.js";
import { OwnTyping } from "../models/typists.js";
import { toast } from "../toasts.js";
import { Drafts } from "./drafts.js";
import { ReplyBar } from "./reply-bar.js";
import { colourOf } from "./row.js";
import { takeFiles } from "./sources.js";
import { Tray } from "./tray.js";

/** A pause in typing after which the draft is kept, in milliseconds. */
const PAUSE_MS = 400;

/**
 * @typedef {{ id: number, author: string, text: string, colour: string }} Target a message that is answered or edited
 * @typedef {{ kind: "reply" | "edit", target: Target }} Mode
 * @typedef {object} Actions
 * @property {import("../room.js").Means["send"]} send
 * @property {(id: number, text: string) => Promise<boolean>} edit whether it is stored; the reader is told why it is not
 * @property {(id: number) => Promise<boolean>} erase takes a message's text away; whether it is gone
 * @property {(typing: boolean) => void} typing
 * @property {() => void} editLast
 * @property {{ files: File[], as_files: boolean } | undefined} tray what stood in the tray when the room was left last
 * @property {(tray: { files: File[], as_files: boolean }) => void} keepTray the room is left with this in the tray
 */

export class Composer {
  #form;
  #field;
  #actions;
  #bar;
  #drafts;
  #typing = new OwnTyping();
  /** @type {Mode | null} */
  #mode = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  #tray;
  #word;
  #chars;
  /** The draft as it was read or kept here last; another tab may have changed it since. */
  #kept;
  /** A touch keyboard has no Shift+Enter, and opening it unasked hides half of the page. */
  #enterSends = matchMedia("(hover: hover)").matches;

  /**
   * @param {HTMLFormElement} form
   * @param {import("../page.js").Page} page
   * @param {number} room
   * @param {Actions} actions
   * @param {AbortSignal} signal
   */
  constructor(form, page, room, actions, signal) {
    this.#form = form;
    this.#field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    this.#actions = actions;
    this.#chars = page.messageChars;
    this.#word = page.word;
    this.#drafts = new Drafts(page.me, room);
    this.#kept = this.#drafts.text;
    this.#bar = new ReplyBar(form, page, () => this.leave());
    this.#tray = new Tray(form, page, () => this.refocus());
    if (actions.tray) this.#tray.put(actions.tray);
    askBeforeLeaving(() => !this.#tray.empty, { signal });
    this.#adopt(form);
    takeFiles(form, page, (files, folders) => this.#attach(files, folders), signal);
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => this.#input());
    addEventListener("pagehide", () => this.#keepDraft(), { signal });
    signal.addEventListener("abort", () => this.#close());
    this.#fit();
    this.refocus();
  }

  /** Another room comes into view: nothing of what is not sent is lost. */
  #close() {
    clearTimeout(this.#pause);
    this.#keepDraft();
    const typing = this.#typing.change(false, Date.now());
    if (typing !== null) this.#actions.typing(typing);
    this.#actions.keepTray(this.#tray.take());
  }

  focus() {
    this.#field.focus();
  }

  /** What had the focus is gone. */
  refocus() {
    if (this.#enterSends) this.focus();
  }

  /** @param {Target} target */
  reply(target) {
    if (this.#mode?.kind === "edit") this.leave();
    this.#mode = { kind: "reply", target };
    this.#bar.show("reply", target);
    this.focus();
  }

  /** @param {Target} target */
  edit(target) {
    this.#keepDraft();
    this.#form.classList.add("is-editing");
    this.#mode = { kind: "edit", target };
    this.#bar.show("edit", target);
    this.#write(target.text);
    this.focus();
    this.#field.setSelectionRange(target.text.length, target.text.length);
  }

  /** Leaves the reply or the edit; what was typed before an edit comes back. */
  leave() {
    const edited = this.#mode?.kind === "edit";
    this.#mode = null;
    this.#form.classList.remove("is-editing");
    this.#bar.hide();
    if (edited) this.#write((this.#kept = this.#drafts.text));
  }

  /**
   * A message is gone: it cannot be answered or edited any more.
   * @param {number} id
   */
  gone(id) {
    if (this.#mode?.target.id === id) this.leave();
  }

  /** The page may have been asked for with a reply or an edit begun. @param {HTMLFormElement} form */
  #adopt(form) {
    const edited = hiddenId(form, "edit_message_id");
    const id = edited || hiddenId(form, "reply_to");
    const typed = this.#field.value;
    if (edited || !typed) this.#field.value = this.#drafts.text;
    if (!id) return;
    const strip = form.querySelector(".replybar .quote");
    const target = {
      id,
      author: strip?.querySelector("b")?.textContent ?? "",
      text: edited ? typed : (strip?.querySelector("span")?.textContent ?? ""),
      colour: colourOf(strip),
    };
    form.querySelector(".replybar")?.remove();
    if (edited) this.edit(target);
    else this.reply(target);
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.#field.readOnly) return;
    const text = this.#field.value.replace(/\r\n?/g, "\n").trim();
    const mode = this.#mode;
    if (!text && this.#tray.empty && mode?.kind !== "edit") return;
    if ([...text].length > this.#chars) {
      toast(this.#word("js-too-long"), "alert");
      return;
    }
    clearTimeout(this.#pause);
    this.#typing.sent();
    if (mode?.kind === "edit") {
      void this.#edit(mode, text);
      return;
    }
    this.#write("");
    this.#keepDraft();
    this.leave();
    const attached = this.#tray.take();
    this.#actions.send(text, mode?.target.id ?? null, attached.files.length ? attached : undefined);
    this.focus();
  }

  /**
   * @param {File[]} files
   * @param {string[]} folders
   */
  #attach(files, folders) {
    if (this.#mode?.kind === "edit") {
      toast(this.#word("js-edit-first"), "alert");
      return;
    }
    this.#tray.add(files, folders);
    this.refocus();
  }

  /**
   * The edit stays open until the server took it: a refusal or a lost network costs no text. Without a text it erases.
   * @param {Mode} mode
   * @param {string} text
   */
  async #edit(mode, text) {
    if (text !== mode.target.text) {
      this.#field.readOnly = true;
      const { id } = mode.target;
      const stored = await (text ? this.#actions.edit(id, text) : this.#actions.erase(id));
      if (this.#mode !== mode) return;
      this.#field.readOnly = false;
      if (!stored) return;
    }
    this.leave();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && this.#enterSends && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === "Escape" && this.#mode) {
      event.preventDefault();
      this.leave();
    } else if (event.key === "Escape" && !this.#tray.empty) {
      event.preventDefault();
      this.#tray.take();
    } else if (event.key === "ArrowUp" && !this.#field.value && !this.#mode) {
      event.preventDefault();
      this.#actions.editLast();
    }
  }

  #input() {
    this.#fit();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#keepDraft(), PAUSE_MS);
    if (this.#mode?.kind === "edit") return;
    const tell = this.#typing.change(this.#field.value.trim() !== "", Date.now());
    if (tell !== null) this.#actions.typing(tell);
  }

  /** An edit is not a draft: what was typed before it is. Without a change here another tab's draft stands. */
  #keepDraft() {
    const text = this.#field.value;
    if (this.#mode?.kind === "edit" || text === this.#kept) return;
    this.#kept = text;
    this.#drafts.keep(text);
  }

  /** @param {string} text */
  #write(text) {
    this.#field.readOnly = false;
    this.#field.value = text;
    this.#fit();
  }

  /** Browsers without `field-sizing` are told the height. */
  #fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#field.style.blockSize = "auto";
    this.#field.style.blockSize = `${this.#field.scrollHeight}px`;
  }
}

/**
 * The number in a hidden field of the form; 0 for none.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function hiddenId(form, name) {
  const input = form.elements.namedItem(name);
  return input instanceof HTMLInputElement ? Number(input.value) : 0;
}
