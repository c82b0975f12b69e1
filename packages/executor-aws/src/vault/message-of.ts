export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Quotes the message of an error of AWS as a sentence. */
export function awsSaid(error: unknown): string {
  const message = messageOf(error);
  return `AWS said: ${message}${/[.!?]$/.test(message) ? '' : '.'}`;
}
