/** Small real files of the kinds that people send, made of nothing. */

import { crc32, deflateSync } from "node:zlib";

/**
 * A picture of one colour.
 * @param {number} width
 * @param {number} height
 * @param {[number, number, number]} [colour]
 */
export function png(width, height, colour = [52, 120, 200]) {
  const line = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, Buffer.from(colour))]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const body = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const chunks = [chunk("IHDR", head), chunk("IDAT", body), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** Two frames of one pixel each, for ever. */
export function gif() {
  const frame = (/** @type {string} */ pixel) => `21f9040014000000 2c000000000100010000 0202${pixel}0100`;
  const loop = `21ff0b${Buffer.from("NETSCAPE2.0").toString("hex")}0301000000`;
  const parts = [Buffer.from("GIF89a").toString("hex"), "01000100800000", "000000ffffff", loop, frame("44"), frame("4c"), "3b"];
  return Buffer.from(parts.join("").replaceAll(" ", ""), "hex");
}

/** Silence. @param {number} seconds */
export function wav(seconds) {
  const rate = 8_000;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + rate * seconds, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(rate * seconds, 40);
  return Buffer.concat([head, Buffer.alloc(rate * seconds, 128)]);
}
