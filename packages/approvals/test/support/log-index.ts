import { closeSync, openSync, readSync } from 'node:fs';

/** The highest version of each request in an audit log, read on from where it was left each time. */
export class LogIndex {
  readonly #path: string;
  readonly #versions = new Map<string, number>();
  #offset = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  readonly latestVersion = async (requestId: string): Promise<number | undefined> => {
    this.#readOn();
    return this.#versions.get(requestId);
  };

  #readOn(): void {
    const file = openSync(this.#path, 'a+');
    const buffer = Buffer.alloc(65_536);
    try {
      for (;;) {
        const length = readSync(file, buffer, 0, buffer.length, this.#offset);
        if (length === 0) return;
        this.#offset += length;
        const lines = (this.#rest + buffer.toString('latin1', 0, length)).split('\n');
        this.#rest = lines.pop() ?? '';
        for (const line of lines) this.#take(line);
      }
    } finally {
      closeSync(file);
    }
  }

  #take(line: string): void {
    const { event_type, request_id, version } = JSON.parse(line) as Record<string, string | number>;
    if (!String(event_type).startsWith('approval_')) return;
    const id = String(request_id);
    this.#versions.set(id, Math.max(Number(version), this.#versions.get(id) ?? 0));
  }
}
