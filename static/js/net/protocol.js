// @ts-check
/**
 * The frames of protocol version 1, as far as the page reads them. A server may send more fields and more types; both
 * are ignored.
 *
 * @typedef {{ type: "ready", room_id?: number, seq?: number, user_id: number, online_count?: number,
 *   online_users?: string[], server_time: number }} Ready
 * @typedef {{ message_id: number, seq: number, changed_seq: number, deleted?: boolean, html?: string,
 *   client_id?: string | null, mine?: string[] }} Item one message as it is now; a deleted one has no `html`; `mine`: what
 *   the reader put under it, absent where nothing is said of that or there is nothing
 * @typedef {{ type: "changes", room_id: number, from: number, to: number, items: Item[] }} Changes
 * @typedef {{ type: "reset", room_id: number, seq: number }} Reset
 * @typedef {{ type: "chat_message", room_id: number, seq: number, message_id: number, message: string, user: string,
 *   user_id: number, created_at: number, client_id?: string | null, message_type: string, mentioned?: number[],
 *   html: string }} Posted
 * @typedef {{ type: "message_edited", room_id: number, seq: number, message_seq: number, message_id: number,
 *   message: string, recounted?: number[], html: string }} Edited `recounted`: members whom it names otherwise than before
 * @typedef {{ type: "message_deleted", room_id: number, seq: number, message_seq: number, message_id: number,
 *   delete_type: string, recounted?: number[], members: number, html?: string }} Deleted
 * @typedef {{ type: "reaction", room_id: number, seq: number, message_seq: number, message_id: number, emoji: string,
 *   on: boolean, user_id: number, count: number, users: string[], html: string }} Reaction
 * @typedef {{ type: "user_join" | "user_leave", room_id: number, user: string, user_id: number,
 *   online_count?: number }} Came
 * @typedef {{ type: "presence", room_id: number, online_count: number }} Presence
 * @typedef {{ type: "user_typing", room_id: number, user: string, name?: string, is_typing: boolean }} Typing
 * @typedef {{ type: "room_changed", room_id: number, name?: string, visibility?: string, members?: number }} RoomChanged
 * @typedef {{ type: "room_gone", room_id: number, reason: string }} RoomGone
 * @typedef {{ type: "room_activity", room_id: number, seq: number, author_id: number, author: string, preview: string,
 *   created_at: number, timestamp: string, births: [seq: number, author: number][], named: [seq: number, user: number][],
 *   mentioned: number[], recounted?: [seq: number, user: number][], erased?: number[], recount?: number, members: number,
 *   as_of: number }} Activity what happened in a room out of view since the last such frame: `births` of messages that
 *   people wrote, whom they name (`named`, of edits whom they name anew), whom a message names otherwise than before
 *   (`recounted`), births of which nothing is left (`erased`), and the largest birth that is counted otherwise than all
 *   these say (`recount`). Whoever it concerns and has not read up to it asks for their counts, unless they have them as
 *   of `as_of` or later. Without births `seq` is a changed message's
 * @typedef {{ seq: number, unread: number, mentions: number, marks: number, as_of: number }} ReadState how I stand in a
 *   room: complete and counted at its number `as_of`. Of two the later one has the larger `as_of`, of two with the same
 *   the larger `seq` and `marks` (odd: marked as unread). Births after `as_of` are not in it
 * @typedef {{ type: "read", room_id: number } & ReadState} Read
 * @typedef {{ type: "seen", room_id: number, user_id: number, seq: number }} Seen somebody has read up to a birth
 * @typedef {{ type: "ack", client_id: string, message_id: number, seq: number }} Ack
 * @typedef {{ type: "error", code: string, message: string, client_id?: string | null }} Failure
 * @typedef {{ type: "pong" }} Pong
 * @typedef {Ready | Changes | Reset | Posted | Edited | Deleted | Reaction | Came | Presence | Typing | RoomChanged
 *   | RoomGone | Activity | Read | Seen | Ack | Failure | Pong} Frame
 */

/** Close codes after which a client stays away; all of 4400–4499 mean that. */
export const LOGIN_ENDED = 4401;
export const ROOM_GONE = 4403;

/** The types of live frames whose `seq` is the next change of the room. */
const NUMBERED = new Set(["chat_message", "message_edited", "message_deleted", "reaction"]);

/**
 * The change's number when a frame is a live change of a room.
 * @param {Frame} frame
 * @returns {number | null}
 */
export function changeOf(frame) {
  return NUMBERED.has(frame.type) && "seq" in frame && typeof frame.seq === "number" ? frame.seq : null;
}

/**
 * @param {unknown} data what the socket handed over
 * @returns {Frame | null} null for what is no frame
 */
export function parseFrame(data) {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data);
    return typeof frame === "object" && frame !== null && typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
