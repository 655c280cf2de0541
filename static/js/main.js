// @ts-check
/** Starts what the page has. The page works without any of this; with it, it is live. */

import { ConnectionBar } from "./connection-bar.js";
import { leaveUnasked } from "./leaving.js";
import { enhancePasswordFields } from "./login.js";
import { openOutboxStore } from "./models/outbox-store.js";
import { Outbox } from "./models/outbox.js";
import { Sender } from "./models/sender.js";
import { Commands } from "./net/commands.js";
import { Connection } from "./net/connection.js";
import { Http } from "./net/http.js";
import { pageOf } from "./page.js";
import { closePopupsOutside } from "./popups.js";
import { Room } from "./room.js";
import { Rooms } from "./rooms.js";
import { amongTabs } from "./tabs.js";
import { startUploads } from "./uploads.js";

/** @typedef {import("./models/outbox.js").Entry} Entry */

/**
 * Everything of one signed-in page.
 * @param {import("./page.js").Page} page
 */
async function start(page) {
  const http = new Http();
  const list = document.getElementById("rooms");
  const rooms = list && new Rooms(list, page);
  const bar = document.getElementById("conn");
  let wasLive = false;

  const connection = new Connection({
    room: page.room,
    seq: page.seq,
    http,
    open: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, "ws"))),
    listener: {
      frame(frame) {
        if (frame.type === "room_gone") {
          uploads.gone(frame.room_id);
          if (frame.room_id === page.room) leave("room");
        }
        rooms?.frame(frame, room?.attended ?? false);
        if (frame.type === "chat_message") uploads.arrived(frame.client_id);
        if ("room_id" in frame && frame.room_id === page.room) room?.frame(frame);
      },
      items(items) {
        for (const item of items) uploads.arrived(item.client_id);
        room?.items(items);
      },
      reset: () => leaveUnasked(() => location.reload()),
      ended(why) {
        if (why === "closed") connectionBar?.ended();
        else leave(why);
      },
      state() {
        showState();
        // What other rooms said since the page was rendered, or while there was no socket, came to nobody.
        if (connection.live && !wasLive) {
          rooms?.refresh();
          uploads.wake();
        }
        wasLive = connection.live;
        if (!connection.live && !connection.fallback) return;
        sender.kick();
        room?.reachable();
      },
    },
  });
  const commands = new Commands(connection, http);

  const outbox = new Outbox(await openOutboxStore(), page.me, (entry, event) => {
    if (event === "dropped") tellDropped(entry.client_id);
    if (entry.room_id === page.room) {
      if (event === "dropped") room?.notPending(entry);
      else if (event !== "sent") room?.pending(entry, event === "added");
    }
    showState();
  });
  const sender = new Sender(outbox, async (entry) => {
    const stored = await commands.post(entry);
    if (entry.room_id === page.room) room?.stored(entry.client_id, stored.message_id);
  });

  const uploads = startUploads({
    page,
    outbox,
    commands,
    progress(entry, done) {
      if (entry.room_id === page.room) room?.progress(entry.client_id, done);
    },
    stored(entry, message) {
      if (entry.room_id === page.room) room?.stored(entry.client_id, message);
    },
  });

  // What is cancelled in one tab is not sent by another.
  const tellDropped = amongTabs("dropped", (clientId) => uploads.cancel(clientId));

  const column = document.getElementById("log");
  const room =
    column && page.room !== null
      ? new Room(column, {
          page,
          room: page.room,
          http,
          commands,
          send(text, replyTo, attached) {
            if (attached) uploads.add(page.room ?? 0, text, replyTo, attached);
            else outbox.add(page.room ?? 0, text, replyTo);
            sender.kick();
          },
          retry(clientId) {
            outbox.retry(clientId);
            sender.kick();
            uploads.kick();
          },
          drop: (clientId) => outbox.drop(clientId),
          cancel: (clientId) => uploads.cancel(clientId),
          asOf: (seq) => connection.asOf(seq),
          newest: (author, text) => rooms?.newest(author, text),
          read(seq) {
            rooms?.read(page.room ?? 0, seq);
            return commands.read(page.room ?? 0, seq);
          },
        })
      : null;
  const connectionBar = bar && new ConnectionBar(bar, page, () => connection.wake());

  function showState() {
    connectionBar?.show(connection.live, connection.slow, outbox.waiting);
  }

  await outbox.load();
  connection.start();
  uploads.kick();
  addEventListener("online", () => uploads.wake());
  for (const name of ["online", "focus", "pageshow"]) addEventListener(name, () => connection.wake());
  addEventListener("offline", () => connection.offline());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.wake();
  });
}

/**
 * The server said that there is nothing to come back to.
 * @param {"login" | "room"} why
 */
function leave(why) {
  const to = why === "login" ? `/login/?next=${encodeURIComponent(location.pathname)}` : "/";
  leaveUnasked(() => location.assign(to));
}

enhancePasswordFields(document);
closePopupsOutside(document);
const page = pageOf(document);
if (page) await start(page);
