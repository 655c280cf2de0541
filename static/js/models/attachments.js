// @ts-check
/** The files chosen for the next message, in order and within the limits: what does not fit is refused before it is sent. */

/**
 * @typedef {"large" | "many"} Why too large for the server, or more than a message may have
 * @typedef {{ file: File, why: Why }} Refused
 */

export class Attachments {
  /** @type {File[]} */
  #files = [];
  #fileBytes;
  #most;

  /**
   * @param {number} fileBytes of one file at most
   * @param {number} most how many a message may have
   */
  constructor(fileBytes, most) {
    this.#fileBytes = fileBytes;
    this.#most = most;
  }

  /** @returns {readonly File[]} */
  get files() {
    return this.#files;
  }

  /** Bytes of all together. */
  get bytes() {
    return this.#files.reduce((sum, file) => sum + file.size, 0);
  }

  /**
   * Takes what fits, in order.
   * @param {Iterable<File>} files
   * @returns {Refused[]} what does not
   */
  add(files) {
    /** @type {Refused[]} */
    const refused = [];
    for (const file of files) {
      if (file.size > this.#fileBytes) refused.push({ file, why: "large" });
      else if (this.#files.length >= this.#most) refused.push({ file, why: "many" });
      else this.#files.push(file);
    }
    return refused;
  }

  /** @param {File} file */
  remove(file) {
    this.#files = this.#files.filter((other) => other !== file);
  }

  /**
   * Gives a file another place; beyond the ends it stays at the end.
   * @param {File} file
   * @param {number} to its place, from 0
   */
  move(file, to) {
    const rest = this.#files.filter((other) => other !== file);
    if (rest.length === this.#files.length) return;
    const place = Math.max(0, Math.min(to, rest.length));
    this.#files = [...rest.slice(0, place), file, ...rest.slice(place)];
  }

  /** All of them; none are left. */
  take() {
    const files = this.#files;
    this.#files = [];
    return files;
  }
}
