// @ts-check
/**
 * The field at the bottom: Enter sends or breaks the line as its person chose, Ctrl+Enter always sends, Esc closes the names, then
 * leaves a reply or an edit, then takes the files away, ↑ in an empty field edits my last message. What is typed is kept on
 * every pause and whenever the page may go. Files stand in the tray above it until they are sent. Without this script the
 * same form is sent the plain way.
 */

import { askBeforeLeaving } from "../leaving.js";
import { OwnTyping } from "../models/typists.js";
import { later, Part } from "../part.js";
import { toast } from "../toasts.js";
import { takeAsked } from "./asked.js";
import { takeEmoji } from "./emoji-button.js";
import { Field } from "./field.js";
import { ReplyBar } from "./reply-bar.js";
import { takeFiles } from "./sources.js";
import { Tray } from "./tray.js";

/** A pause in typing after which the draft is kept, in milliseconds. */
const PAUSE_MS = 400;
/** What takes Esc for itself while it is open. */
const LAYERS = "dialog[open], [role=menu], details[open] > .menu";

/**
 * @typedef {import("../models/drafts.js").Target} Target
 * @typedef {{ kind: "reply" | "edit", target: Target }} Mode
 * @typedef {object} Actions
 * @property {import("../room.js").Means["send"]} send
 * @property {(id: number, text: string) => Promise<boolean>} edit whether it is stored; the reader is told why it is not
 * @property {(id: number) => Promise<boolean>} erase takes a message's text away; whether it is gone
 * @property {(typing: boolean) => void} typing
 * @property {() => void} editLast
 * @property {(prefix: string) => Promise<import("../mention/search.js").Named>} named the members whose name begins so
 * @property {import("../models/drafts.js").Drafts} drafts
 * @property {{ files: File[], as_files: boolean } | undefined} tray what stood in the tray when the room was left last
 * @property {(tray: { files: File[], as_files: boolean }) => void} keepTray the room is left with this in the tray
 */

export class Composer extends Part {
  /** @type {HTMLFormElement} */
  #form = later();
  /** @type {HTMLTextAreaElement} */
  #area = later();
  /** @type {Field} */
  #field = later();
  /** The names that an @ offers: they come with the first one that is typed. @type {import("../mention/list.js").MentionList | null} */
  #mentions = null;
  /** @type {import("../page.js").Page} */
  #page = later();
  #room = 0;
  /** @type {Actions} */
  #actions = later();
  /** @type {ReplyBar | null} */
  #bar = null;
  /** @type {import("../models/drafts.js").Drafts} */
  #drafts = later();
  #typing = new OwnTyping();
  /** @type {Mode | null} */
  #mode = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  /** @type {Tray} */
  #tray = later();
  /** The draft as it was read or kept here last; another tab may have changed it since. */
  #kept = /** @type {import("../models/drafts.js").Draft} */ ({ text: "", reply: null });
  /** Whether what stands in the field was typed in this tab. */
  #mine = false;
  /** A touch keyboard has no Shift+Enter, and opening it unasked hides half of the page. */
  #hasKeys = matchMedia("(hover: hover)").matches;

  /**
   * @param {import("../page.js").Page} page
   * @param {number} room
   * @param {Actions} actions
   */
  start(page, room, actions) {
    const { signal } = this;
    const { drafts } = actions;
    const form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.#form = form;
    this.#area = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    this.#page = page;
    this.#room = room;
    this.#actions = actions;
    this.#drafts = drafts;
    this.#kept = drafts.of(room);
    this.#field = new Field(this.#area, page, signal);
    this.#tray = new Tray(page, () => this.refocus());
    form.querySelector(".composer__row")?.before(this.#tray);
    if (actions.tray) this.#tray.put(actions.tray);
    askBeforeLeaving(() => !this.#tray.empty, { signal });
    this.#open();
    takeEmoji(form, page, signal);
    takeFiles(form, page, (files, folders) => this.#attach(files, folders), signal);
    form.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.#area.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#area.addEventListener("input", () => this.#input(), { signal });
    document.addEventListener("keydown", (event) => this.#escape(event), { signal });
    document.addEventListener("visibilitychange", () => this.#keepDraft(), { signal });
    drafts.addEventListener("changed", (event) => this.#follow(event), { signal });
    addEventListener("pagehide", () => this.#keepDraft(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#take(), { signal });
    signal.addEventListener("abort", () => this.#close());
    // A room that comes late takes nobody away from where they type by now.
    if (!document.activeElement?.matches("input")) this.refocus();
  }

  /** Another room comes into view: nothing of what is not sent is lost. */
  #close() {
    this.#keepDraft();
    const typing = this.#typing.change(false, Date.now());
    if (typing !== null) this.#actions.typing(typing);
    this.#actions.keepTray(this.#tray.take());
  }

  /** What had the focus is gone. */
  refocus() {
    if (this.#hasKeys) this.#field.focus();
  }

  /** @param {Target} target */
  reply(target) {
    if (this.#mode?.kind === "edit") this.leave();
    this.#enter({ kind: "reply", target });
    this.#keepDraft();
    this.#field.focus();
  }

  /** @param {Target} target */
  edit(target) {
    this.#keepDraft();
    this.#enter({ kind: "edit", target }, target.text);
    this.#field.focus();
    this.#field.toEnd();
  }

  /** Leaves the reply or the edit; what was typed before an edit comes back. */
  leave() {
    const edited = this.#mode?.kind === "edit";
    this.#mode = null;
    this.#form.classList.remove("is-editing");
    this.#bar?.remove();
    if (edited) {
      this.#drafts.keepEdit(this.#room, null);
      this.#take();
    } else this.#keepDraft();
  }

  /**
   * A message is gone: it cannot be answered or edited any more.
   * @param {number} id
   */
  gone(id) {
    if (this.#mode?.target.id === id) this.leave();
  }

  /**
   * The field as this page finds it: the page may have been asked for with a reply or an edit begun, or bring back what was
   * refused; else the draft stands there, or the edit that this tab had begun.
   */
  #open() {
    const asked = takeAsked(this.#form);
    const typed = this.#field.text;
    if (!typed) this.#take();
    const begun = this.#drafts.editOf(this.#room);
    if (asked) this.#enter(asked, asked.kind === "edit" ? typed : undefined);
    else if (begun && !typed) this.#enter({ kind: "edit", target: begun.target }, begun.text);
  }

  /** The draft as it is kept comes into the field. */
  #take() {
    if (this.#mode?.kind === "edit") return;
    this.#kept = this.#drafts.of(this.#room);
    this.#mode = null;
    this.#bar?.remove();
    this.#write(this.#kept.text);
    if (this.#kept.reply) this.#enter({ kind: "reply", target: this.#kept.reply });
  }

  /** Another tab's draft comes in where nothing is being typed. @param {Event} event a `DraftChanged` */
  #follow(event) {
    const { room, elsewhere } = /** @type {import("../models/drafts.js").DraftChanged} */ (event);
    const free = this.#field.text === "" || !this.#mine;
    if (elsewhere && room === this.#room && free && !this.#field.focused) this.#take();
  }

  /** @param {Mode} mode @param {string} [text] of an edit */
  #enter(mode, text) {
    this.#mode = mode;
    this.#bar?.remove();
    this.#bar = new ReplyBar(mode.kind, mode.target, this.#page, () => this.leave());
    this.#form.querySelector(".composer__box")?.prepend(this.#bar);
    this.#form.classList.toggle("is-editing", mode.kind === "edit");
    if (text !== undefined) this.#write(text);
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.#area.readOnly) return;
    const { message } = this.#field;
    const mode = this.#mode;
    if (!message && this.#tray.empty && mode?.kind !== "edit") return;
    if (this.#field.tooLong) {
      toast(this.#page.word("js-too-long"), "alert");
      return;
    }
    clearTimeout(this.#pause);
    this.#typing.sent();
    if (mode?.kind === "edit") {
      void this.#edit(mode, message);
      return;
    }
    this.#write("");
    this.leave();
    const attached = this.#tray.take();
    this.#actions.send(message, mode?.target.id ?? null, attached.files.length ? attached : undefined);
    this.#field.focus();
  }

  /**
   * @param {File[]} files
   * @param {string[]} folders
   */
  #attach(files, folders) {
    if (this.#mode?.kind === "edit") {
      toast(this.#page.word("js-edit-first"), "alert");
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
      this.#area.readOnly = true;
      const { id } = mode.target;
      const stored = await (text ? this.#actions.edit(id, text) : this.#actions.erase(id));
      if (this.#mode !== mode) return;
      this.#area.readOnly = false;
      if (!stored) return;
    }
    this.leave();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (this.#mentions?.key(event) || this.#field.key(event)) event.preventDefault();
    else if (event.key === "Enter" && this.#sends(event)) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === "ArrowUp" && plain(event) && !this.#field.text && !this.#mode) {
      event.preventDefault();
      this.#actions.editLast();
    }
  }

  /** @param {KeyboardEvent} event of Enter */
  #sends(event) {
    if (event.ctrlKey || event.metaKey) return true;
    return this.#hasKeys && !event.altKey && event.shiftKey === (this.#page.enter === "newline");
  }

  /** One thing at a time, wherever the focus is, but for what has a meaning of Esc by itself. @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || document.querySelector(LAYERS)) return;
    const elsewhere = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (elsewhere && !this.#form.contains(elsewhere)) return;
    if (this.#mentions?.close()) event.preventDefault();
    else if (this.#mode) {
      event.preventDefault();
      this.leave();
      this.refocus();
    } else if (!this.#tray.empty) {
      event.preventDefault();
      this.#tray.take();
      this.refocus();
    }
  }

  #input() {
    this.#mine = true;
    if (!this.#mentions && this.#field.text.includes("@")) void this.#offerNames();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#keepDraft(), PAUSE_MS);
    if (this.#mode?.kind === "edit") return;
    const tell = this.#typing.change(this.#field.text.trim() !== "", Date.now());
    if (tell !== null) this.#actions.typing(tell);
  }

  async #offerNames() {
    try {
      const { MentionList } = await import("../mention/list.js");
      const { named } = this.#actions;
      if (this.signal.aborted || this.#mentions) return;
      this.#mentions = new MentionList(this.#area, this.#field, this.#page, named);
      this.#form.querySelector(".composer__box")?.prepend(this.#mentions);
    } catch {
      // Names are a help: the next letter tries again.
    }
  }

  /** An edit is not a draft: what was typed before it is. Without a change here another tab's draft stands. */
  #keepDraft() {
    clearTimeout(this.#pause);
    const text = this.#field.text;
    const target = this.#mode?.target ?? null;
    if (target && this.#mode?.kind === "edit") {
      this.#drafts.keepEdit(this.#room, { text, target });
      return;
    }
    if (text === this.#kept.text && target?.id === this.#kept.reply?.id) return;
    this.#kept = { text, reply: target };
    this.#drafts.keep(this.#room, this.#kept);
  }

  /** @param {string} text */
  #write(text) {
    this.#mentions?.close();
    this.#mine = false;
    this.#area.readOnly = false;
    this.#field.set(text);
  }
}

customElements.define("live-composer", Composer);

/** @param {KeyboardEvent} event */
function plain(event) {
  return !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
}
