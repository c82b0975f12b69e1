import type { LogPlace } from '@agent-safe/core';

/** Reads bytes of the files of a log. Returns undefined if the log has no such bytes. */
export type ReadPlace = (place: LogPlace) => Promise<Buffer | undefined>;
