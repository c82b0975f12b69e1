import type { RecordedVersion } from '@agent-safe/core';

/** One event of a request for approval. */
export interface Sighting extends RecordedVersion {
  readonly seq: number;
  /** The file that it is in. */
  readonly file: string;
  /** Where the next line begins there. */
  readonly behind: number;
}

/** The versions of requests that were seen in a part of a log: in memory, those that changed last. */
export class SeenVersions {
  /** Of each request those that no later one is higher than: mostly one. They come later, and are no higher, one after the other. */
  readonly #requests = new Map<string, readonly Sighting[]>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** The first event of the highest version after a place in the log. */
  latest(requestId: string, since: number): RecordedVersion | undefined {
    const found = this.#requests.get(requestId)?.find(({ seq }) => seq > since);
    return found && { version: found.version, mark: found.mark };
  }

  /** Takes the next event of the log, or one that stands before all that were taken. */
  add(requestId: string, sighting: Sighting): void {
    const known = this.#requests.get(requestId) ?? [];
    const earlier = known.filter(({ seq, version }) => seq < sighting.seq && version >= sighting.version);
    const later = known.filter(({ seq }) => seq > sighting.seq);
    const isCovered = later.some(({ version }) => version > sighting.version);
    this.#requests.set(requestId, isCovered ? known : [...earlier, sighting, ...later]);
  }

  /**
   * Forgets the requests that changed first, if there are too many.
   *
   * @returns the last that was forgotten: of what stands up to there in the log, nothing is known any more
   */
  forget(): Sighting | undefined {
    // A tenth more, so that this is not done each time.
    if (this.#requests.size <= this.#most * 1.1) return undefined;
    const lasts = [...this.#requests].flatMap(([id, sightings]) => sightings.slice(-1).map((last) => ({ id, last })));
    lasts.sort((left, right) => right.last.seq - left.last.seq);
    const forgotten = lasts.slice(this.#most);
    for (const { id } of forgotten) this.#requests.delete(id);
    return forgotten[0]?.last;
  }
}
