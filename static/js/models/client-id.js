// @ts-check
/**
 * The id under which a command is carried out once, however often it is sent: a random UUID (RFC 9562, version 4). The
 * browser's own `randomUUID` is missing where the page came over plain `http:`, as within an office it may.
 */

/** @returns {string} */
export function newClientId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
