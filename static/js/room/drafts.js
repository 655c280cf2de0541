// @ts-check
/** What was typed and not sent, one text a room, kept in this browser for this person. */

export class Drafts {
  #key;

  /**
   * @param {number} user
   * @param {number} room
   */
  constructor(user, room) {
    this.#key = `draft:${user}:${room}`;
  }

  get text() {
    try {
      return localStorage.getItem(this.#key) ?? "";
    } catch {
      return "";
    }
  }

  /** @param {string} text */
  keep(text) {
    try {
      if (text.trim()) localStorage.setItem(this.#key, text);
      else localStorage.removeItem(this.#key);
    } catch {
      // No storage in this browser: the draft lives as long as the page.
    }
  }
}
