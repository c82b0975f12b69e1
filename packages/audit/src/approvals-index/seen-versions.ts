import type { RecordedVersion } from '@agent-safe/core';

/** One event of an approval request. */
export interface Sighting extends RecordedVersion {
  readonly seq: number;
  /** Id of the file that contains the event. */
  readonly file: string;
  /** Offset of the next line in that file. */
  readonly behind: number;
}

/** Versions of approval requests in the part of a log that was read. Only the requests that changed last are in memory. */
export class SeenVersions {
  /** For each request, the events without a later event of a higher version, in the order of the log. Usually this is one event. */
  readonly #requests = new Map<string, readonly Sighting[]>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Returns the highest version after an event of the log, from the first event that has it. */
  latest(requestId: string, since: number): RecordedVersion | undefined {
    const found = this.#requests.get(requestId)?.find(({ seq }) => seq > since);
    return found && { version: found.version, mark: found.mark };
  }

  clear(): void {
    this.#requests.clear();
  }

  /** Adds an event that comes after all added events, or before all of them. */
  add(requestId: string, sighting: Sighting): void {
    const known = this.#requests.get(requestId) ?? [];
    const earlier = known.filter(({ seq, version }) => seq < sighting.seq && version >= sighting.version);
    const later = known.filter(({ seq }) => seq > sighting.seq);
    const isCovered = later.some(({ version }) => version > sighting.version);
    this.#requests.set(requestId, isCovered ? known : [...earlier, sighting, ...later]);
  }

  /**
   * Removes the requests that changed first, if there are too many.
   *
   * @returns the last removed event. The part of the log up to this event must be read again if it is needed
   */
  forget(): Sighting | undefined {
    // 10 % above the maximum, so that the list is not sorted for each new request.
    if (this.#requests.size <= this.#most * 1.1) return undefined;
    const lasts = [...this.#requests].flatMap(([id, sightings]) => sightings.slice(-1).map((last) => ({ id, last })));
    lasts.sort((left, right) => right.last.seq - left.last.seq);
    const forgotten = lasts.slice(this.#most);
    for (const { id } of forgotten) this.#requests.delete(id);
    return forgotten[0]?.last;
  }
}
