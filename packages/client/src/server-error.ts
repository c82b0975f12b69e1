/** A refusal of the server, or a server that gave no usable answer (`server_unavailable`). */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** Machine code: that of the server, or `server_unavailable`. */
  readonly code: string;
  /** Status of the answer; null without one. */
  readonly status: number | null;

  constructor(code: string, reason: string, status: number | null = null) {
    super(reason);
    this.code = code;
    this.status = status;
  }

  get reason(): string {
    return this.message;
  }
}

const UNAVAILABLE = 'server_unavailable';

/** @param what what happened, as a sentence */
export function unavailable(what: string, status: number | null = null): ServerError {
  return new ServerError(UNAVAILABLE, `${what} Check the URL of the server and its log.`, status);
}
