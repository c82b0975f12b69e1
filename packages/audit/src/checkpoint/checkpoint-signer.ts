import { existsSync, readFileSync } from 'node:fs';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { replaceFile } from '@agent-safe/core/node';
import { Chain, type ChainHead, GENESIS } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';
import type { NoteSigner, NoteVerifier } from '../format/note.ts';
import { openLogFile, readLogFiles, type SizedFile } from '../read/log-sizes.ts';
import { readLines, sourceOf } from '../read/read-lines.ts';
import type { AuditLog } from '../write/audit-log.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { type BuiltTree, readTreeCache, writeTreeCache } from './tree-cache.ts';

/** A checkpoint that was signed and recorded. */
export interface SignedCheckpoint extends Checkpoint {
  /** The signed note: what is to be kept elsewhere. */
  readonly note: string;
}

/** Where the last checkpoint of a log is kept, beside it. */
export function checkpointPath(path: string): string {
  return `${path}.checkpoint`;
}

/**
 * Signs checkpoints of a log, and records each in it. It reads the log from the last checkpoint on, and never signs what
 * does not grow out of what it signed before.
 */
export class CheckpointSigner {
  readonly #log: AuditLog;
  readonly #signer: NoteSigner;
  readonly #older: readonly NoteVerifier[];
  #built: BuiltTree | undefined;

  /** @param older keys that signed checkpoints of this log before */
  constructor(log: AuditLog, signer: NoteSigner, older: readonly NoteVerifier[] = []) {
    this.#log = log;
    this.#signer = signer;
    this.#older = older;
  }

  /**
   * @throws AgentSafeError ERR_AUDIT_INVALID where the log is empty, torn, tampered with, or smaller than it was;
   *   ERR_AUDIT_UNAVAILABLE where the checkpoint cannot be recorded
   */
  async sign(): Promise<SignedCheckpoint> {
    const before = this.#readLast();
    const start = this.#built ?? this.#restore(before) ?? { tree: new MerkleTree(), head: GENESIS, offset: 0 };
    // Most of the work is done while others may add to the log.
    this.#built = await this.#grow(start, before, false);
    let signed: SignedCheckpoint | undefined;
    await this.#log.appendAfter(async (head) => {
      // Another process may have signed one in the meantime.
      const last = this.#readLast();
      this.#built = await this.#grow(this.#built ?? start, last, true);
      signed = this.#signAt(head, this.#built, last);
      const root = Buffer.from(signed.root).toString('base64');
      return { event_type: 'checkpoint', fields: { size: signed.size, root, note: signed.note } };
    });
    if (signed === undefined) throw this.#refuse('nothing was signed');
    this.#keep(signed, this.#built);
    return signed;
  }

  #signAt(head: ChainHead, built: BuiltTree, last: Checkpoint | undefined): SignedCheckpoint {
    if (head.seq === 0) throw this.#refuse('it has no event yet');
    if (built.head.seq !== head.seq || built.head.hash !== head.hash)
      throw this.#refuse('it changed while it was read');
    if (last !== undefined && last.size > head.seq) {
      throw this.#refuse(`it ends at event ${head.seq}, and ${last.size} were signed for before`);
    }
    const root = built.tree.root();
    return { origin: this.#signer.name, size: head.seq, root, note: signCheckpoint(head.seq, root, this.#signer) };
  }

  /** The last checkpoint that was signed, by this process or another. One that cannot be trusted is not passed over. */
  #readLast(): Checkpoint | undefined {
    const file = checkpointPath(this.#log.path);
    if (!existsSync(file)) return undefined;
    const opened = openCheckpoint(this.#readNote(file), [this.#signer, ...this.#older]);
    if (opened.ok) return opened.checkpoint;
    throw this.#refuse(`the last one, in ${file}, cannot be trusted (${opened.reason}). Move it away to begin anew`);
  }

  #readNote(file: string): string {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw this.#refuse(`the last one, in ${file}, cannot be read (${describeCause(error)})`);
    }
  }

  /** The tree of the last checkpoint, if what was kept of it has the root that was signed. */
  #restore(last: Checkpoint | undefined): BuiltTree | undefined {
    const kept = last === undefined ? undefined : readTreeCache(this.#log.path);
    const isSigned = kept !== undefined && kept.tree.size === last?.size && kept.tree.root().equals(last.root);
    return isSigned ? kept : undefined;
  }

  /** Adds the events that the log has gained, and compares the tree with the last checkpoint where it gets there. */
  async #grow(from: BuiltTree, last: Checkpoint | undefined, isLocked: boolean): Promise<BuiltTree> {
    const tree = new MerkleTree(from.tree.size, from.tree.subtrees);
    const chain = new Chain(from.head, from.offset);
    const add = (entryHash: string) => {
      tree.append(Buffer.from(entryHash, 'hex'));
      if (tree.size === last?.size && !tree.root().equals(last.root)) {
        throw this.#refuse(`its first ${last.size} events are not those that were signed for before`);
      }
    };
    let begin = 0;
    for (const file of await readLogFiles(this.#log.path, isLocked)) {
      const start = Math.max(0, from.offset - begin);
      begin += file.size;
      if (start < file.size) await this.#follow(chain, file, start, add);
    }
    if (begin < from.offset || chain.finish().state !== 'whole') {
      const file = checkpointPath(this.#log.path);
      const before =
        from.head.seq === 0
          ? ''
          : ` It does not go on from the last one, of ${from.head.seq} events: verify it against ${file}. Where this is another log, move that file away.`;
      throw this.#refuse(`it is torn or was tampered with: see "agent-safe audit verify".${before}`);
    }
    return { tree, head: chain.head, offset: chain.offset };
  }

  async #follow(chain: Chain, sized: SizedFile, from: number, add: (entryHash: string) => void): Promise<void> {
    const { path } = sized;
    const file = await openLogFile(this.#log.path, sized);
    try {
      await readLines(sourceOf(file), from, sized.size, (bytes, start, end, ended, offset) => {
        const read = chain.take(bytes, start, end, ended, { file: path, line: 0, offset });
        if (read !== undefined && read !== 'tampered') add(read.entry_hash);
        return read !== 'tampered';
      });
    } finally {
      await file.close();
    }
  }

  /** Kept beside the log, unless another process has kept a larger one since. */
  #keep(signed: SignedCheckpoint, built: BuiltTree): void {
    const last = this.#readLast();
    if (last !== undefined && last.size > signed.size) return;
    try {
      replaceFile(checkpointPath(this.#log.path), signed.note);
      writeTreeCache(this.#log.path, built);
    } catch {
      // It is signed and recorded. Both files save time, and the one of them is in the log.
    }
  }

  #refuse(why: string): AgentSafeError {
    return new AgentSafeError(
      'ERR_AUDIT_INVALID',
      `No checkpoint of ${this.#log.path} was signed: ${why.replace(/\.$/, '')}.`,
    );
  }
}
