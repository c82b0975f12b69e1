/** Statuses that are about the message itself: bad request, content too large, unprocessable content. */
const FINAL = [400, 413, 422];

/**
 * Returns whether a receiver refused a message for good. Every other status may change without a change of the message: the key, the
 * path or the load of the receiver.
 */
export function isFinalStatus(status: number): boolean {
  return FINAL.includes(status);
}
