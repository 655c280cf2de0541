/** A server, a browser and people: what every test of a page begins with. */

import { launch, Person } from "./browser.js";
import { Server } from "./server.js";

/** Who may sit down, with the names that are shown. */
const PEOPLE = { ali: "Ali Karimov", vali: "Vali Soliyev" };

export class Stage {
  #server;
  #browser;
  /** @type {Person[]} */
  #seated = [];

  /**
   * @param {Server} server
   * @param {import("playwright-core").Browser} browser
   */
  constructor(server, browser) {
    this.#server = server;
    this.#browser = browser;
  }

  /** @param {string[]} flags of the server */
  static async open(...flags) {
    const server = await Server.start(...flags);
    for (const [username, displayName] of Object.entries(PEOPLE)) await server.addUser(username, displayName);
    return new Stage(server, await launch());
  }

  get server() {
    return this.#server;
  }

  /**
   * Somebody before a browser of their own, not logged in yet.
   * @param {string} username
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  async seat(username, options) {
    const person = await Person.sitDown(this.#browser, this.#server, username, options);
    this.#seated.push(person);
    return person;
  }

  /**
   * Ali has made a room and Vali has joined it; both look at it.
   * @param {string} name of the room
   * @param {(ali: Person, room: number) => Promise<unknown>} [meanwhile] what happens before Vali comes
   */
  async twoInRoom(name, meanwhile) {
    const [ali, vali] = [await this.seat("ali"), await this.seat("vali")];
    await ali.logIn();
    const room = await ali.createRoom(name);
    await meanwhile?.(ali, room);
    await vali.logIn();
    await vali.joinRoom(room);
    return { ali, vali, room };
  }

  /** Everybody goes; nothing may have gone wrong in their pages. */
  async leave() {
    for (const person of this.#seated.splice(0)) await person.leave();
  }

  async close() {
    await this.#browser.close();
    // Of those who still sit there since something failed: nobody waits for them.
    for (const { network } of this.#seated) network.close();
    await this.#server.stop();
  }
}
