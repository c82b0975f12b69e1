import type { Credentials } from '../callers/authenticate.ts';
import type { ServerContext } from './server-context.ts';

/** A loaded project, with all that depends on it. */
export interface Generation {
  /** Ends its waits and streams, so that their clients come back to the next generation. */
  readonly closing: AbortController;
  readonly server: ServerContext;
  readonly credentials: Credentials;
  /** Closes the project. The stores and the log stay open. */
  close(): Promise<void>;
}

/** The generation of one request. */
export interface Entered extends Pick<Generation, 'credentials' | 'server'> {
  /** Call it when the request is answered. */
  readonly leave: () => void;
}

interface Used {
  readonly generation: Generation;
  /** Requests in progress. */
  requests: number;
  isReplaced: boolean;
  isClosing: boolean;
  readonly closed: PromiseWithResolvers<void>;
}

/** The loaded project, and earlier projects that requests in progress still use. */
export class Generations {
  #current: Used;
  readonly #open = new Set<Used>();

  constructor(first: Generation) {
    this.#current = this.#add(first);
  }

  get current(): Generation {
    return this.#current.generation;
  }

  /** Begins a request. It sees one generation until it leaves. */
  enter(): Entered {
    const used = this.#current;
    used.requests++;
    let hasLeft = false;
    const leave = () => {
      if (hasLeft) return;
      hasLeft = true;
      used.requests--;
      this.#closeIfUnused(used);
    };
    const { credentials, server } = used.generation;
    return { credentials, server, leave };
  }

  /** New requests see the next generation. The one before closes when its requests are answered. */
  replace(next: Generation): void {
    const before = this.#current;
    this.#current = this.#add(next);
    this.#retire(before);
  }

  /** Ends long answers of the current generation. */
  endLongAnswers(): void {
    this.#current.generation.closing.abort();
  }

  /** Waits for requests in progress, and closes all generations. */
  async close(): Promise<void> {
    this.#retire(this.#current);
    await Promise.all([...this.#open].map(({ closed }) => closed.promise));
  }

  #add(generation: Generation): Used {
    const closed = Promise.withResolvers<void>();
    const used = { generation, requests: 0, isReplaced: false, isClosing: false, closed };
    // A failure is reported to those that wait.
    closed.promise.catch(() => undefined).finally(() => this.#open.delete(used));
    this.#open.add(used);
    return used;
  }

  #retire(used: Used): void {
    used.isReplaced = true;
    used.generation.closing.abort();
    this.#closeIfUnused(used);
  }

  #closeIfUnused(used: Used): void {
    if (!used.isReplaced || used.requests > 0 || used.isClosing) return;
    used.isClosing = true;
    used.generation.close().then(used.closed.resolve, used.closed.reject);
  }
}
