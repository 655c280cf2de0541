// @ts-check
/** An answer of the server that says no, by whichever door it came. */

/** Codes after which the same command may succeed a little later. */
const PASSING = new Set(["rate_limited", "busy", "storage", "stopping"]);

export class Refusal extends Error {
  /**
   * @param {string} code the stable code
   * @param {string} message in the reader's language
   * @param {number | null} [retryAfterMs] what the server asked for
   */
  constructor(code, message, retryAfterMs = null) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether trying again later makes sense. */
  get passing() {
    return PASSING.has(this.code);
  }
}

/** No answer came: the network or the connection is gone. The command may or may not have been carried out. */
export class Lost extends Error {
  constructor() {
    super("the connection was lost");
    this.name = "Lost";
  }
}

/**
 * @param {unknown} error
 * @returns {Refusal | null}
 */
export function refusalOf(error) {
  return error instanceof Refusal ? error : null;
}
