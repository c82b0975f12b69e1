import { join } from 'node:path';
import type { AuditDraft } from '@agent-safe/core';
import { onTestFinished } from 'vitest';
import { archiveLog } from '../../src/archive/archive-log.ts';
import type { ArchiveOptions, ArchivePlan } from '../../src/archive/archive-types.ts';
import type { AuditStore } from '../../src/audit-store.ts';
import type { NoteSigner, NoteVerifier } from '../../src/format/note.ts';
import { openAuditLog } from '../../src/open-audit-log.ts';
import type { LogVerdict } from '../../src/verify/log-verdict.ts';
import { verifyLog, verifyParts } from '../../src/verify/verify.ts';
import { makeFolder } from './folder.ts';
import { memoryCheckpoints } from './memory-checkpoints.ts';
import { sampleEvents } from './sample-log.ts';
import { makeSigner } from './signer.ts';

const HOUR = 3_600_000;

/** A log that is recorded over hours and archived. */
export class ArchiveWorld {
  readonly folder: string = makeFolder();
  readonly path: string = join(this.folder, 'audit.jsonl');
  readonly key: NoteSigner;
  readonly checkpoints = memoryCheckpoints();
  readonly #maxBytes: number | undefined;
  now = Date.parse('2026-01-05T00:00:00Z');

  constructor(maxBytes?: number, key: NoteSigner = makeSigner()) {
    this.#maxBytes = maxBytes;
    this.key = key;
  }

  open(verifiers: readonly NoteVerifier[] = [this.key]): AuditStore {
    const anchors = { verifiers: async () => verifiers, checkpoints: this.checkpoints };
    const log = openAuditLog(this.path, { maxBytes: this.#maxBytes, anchors, clock: () => this.now });
    onTestFinished(() => log.close());
    return log;
  }

  /** Records events in a process of its own, one each hour. */
  async record(count: number, draft?: AuditDraft): Promise<void> {
    const log = this.open();
    for (let done = 0; done < count; done += 1) {
      this.now += HOUR;
      await log.append(draft === undefined ? sampleEvents(1) : [draft]);
    }
    await log.close();
  }

  /** @returns the code of the error, or `recorded` */
  async tryRecord(verifiers?: readonly NoteVerifier[]): Promise<string> {
    const log = this.open(verifiers);
    const outcome = await log.append(sampleEvents(1)).then(
      () => 'recorded',
      (error: { code: string }) => error.code,
    );
    await log.close();
    return outcome;
  }

  options(options: Partial<ArchiveOptions> = {}): ArchiveOptions {
    return {
      before: this.now,
      signer: this.key,
      verifiers: [this.key],
      checkpoints: this.checkpoints,
      maxBytes: this.#maxBytes,
      clock: () => this.now,
      ...options,
    };
  }

  /** Archives everything up to now, unless the options say otherwise. */
  async archive(options: Partial<ArchiveOptions> = {}): Promise<ArchivePlan> {
    this.now += HOUR;
    const result = await archiveLog(this.path, this.options(options));
    if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
    return result;
  }

  verify(verifiers: readonly NoteVerifier[] = [this.key]): Promise<LogVerdict> {
    return verifyLog(this.path, { verifiers, checkpoints: this.checkpoints });
  }

  verifyTogether(archives: readonly string[]): Promise<LogVerdict> {
    const parts = [this.path, ...archives.map((archive) => join(archive, 'audit.jsonl'))];
    return verifyParts(parts, { verifiers: [this.key], checkpoints: this.checkpoints });
  }
}
