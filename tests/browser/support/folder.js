/** A folder of files on this device: a browser takes them from there at once, however large they are. */

import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Folder {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  static async make() {
    return new Folder(await mkdtemp(join(tmpdir(), "livechat-files-")));
  }

  /**
   * A file whose bytes are nothing but its name.
   * @param {string} name
   * @param {number} bytes
   * @returns {Promise<string>} its path
   */
  async file(name, bytes) {
    const path = join(this.path, name);
    const file = await open(path, "w");
    await file.write(name);
    await file.truncate(bytes);
    await file.close();
    return path;
  }

  remove() {
    return rm(this.path, { recursive: true, force: true });
  }
}
