import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock, randomOf } from "../support/clock.js";
import { Device, ME, OTHERS, Server } from "../support/devices.js";

/** How many things happen with each seed. */
const STEPS = 1_500;
/** After how many of them it is quiet for a while. */
const QUIET_AFTER = 12;
/** How long that is, in milliseconds of the pretended time. */
const QUIET_MS = 600_000;
const ROOMS = [5, 6, 7];

for (let seed = 1; seed <= 12; seed += 1) {
  test(`three devices of one person show the server's counts whenever all has arrived, in whatever order: ${seed}`, async () => {
    const random = randomOf(seed);
    const clock = new Clock();
    const server = new Server(clock, ROOMS);
    const devices = [1, 2, 3].map(() => new Device(server, random));
    /** @template T @param {T[]} all @returns {T} */
    const one = (all) => /** @type {T} */ (all[Math.floor(random() * all.length)]);
    const what = {
      post: () => server.post(one(ROOMS), one([ME, ...OTHERS, ...OTHERS]), random() < 0.3, random() < 0.1),
      burst: () => {
        const room = one(ROOMS);
        for (let n = 0; n < 6; n += 1) server.post(room, one(OTHERS), random() < 0.2, false);
      },
      change: () => {
        const room = one(ROOMS);
        const message = one(server.room(room).messages.slice(-12).filter(({ deleted, system }) => !deleted && !system));
        if (!message) return;
        if (random() < 0.5) server.delete(room, message);
        else server.edit(room, message, random() < 0.5);
      },
      read: () => {
        const room = one(ROOMS);
        one(devices).read(room, Math.floor(server.room(room).seq * (1 - random() * random() * 0.3)));
      },
      mark: () => one(devices).mark(one(ROOMS), random() < 0.6),
      view: () => one(devices).view(one([null, ...ROOMS])),
      network: () => {
        const device = one(devices);
        if (random() < 0.5) device.cut();
        else device.connect();
      },
    };
    const often = [what.post, what.post, what.post, what.burst, what.change, what.change, what.read, what.read, what.mark, what.view];
    for (let step = 1; step <= STEPS; step += 1) {
      one(random() < 0.04 ? [what.network] : often)();
      await clock.pass(clock.now + random() * 900);
      if (step % QUIET_AFTER) continue;
      for (const device of devices) if (!device.live) device.connect();
      await clock.pass(clock.now + QUIET_MS);
      for (const [n, device] of devices.entries()) {
        for (const room of ROOMS) {
          const { unread, mentions, marks } = server.room(room).state();
          const shown = device.counts.of(room);
          const wanted = { count: unread, mentions, marked: marks % 2 === 1 };
          assert.deepEqual(shown, wanted, `device ${n}, room ${room}, step ${step}`);
        }
      }
    }
  });
}
