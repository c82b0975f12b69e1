import { existsSync, readFileSync } from 'node:fs';
import { AgentSafeError, describeCause, type LogCheckpoints } from '@agent-safe/core';
import type { ChainHead } from '../format/chain.ts';
import type { MerkleTree } from '../format/merkle.ts';
import type { NoteSigner, NoteVerifier } from '../format/note.ts';
import { requireStatement } from '../statement/statement.ts';
import type { AuditLog } from '../write/audit-log.ts';
import { type BuiltTree, growTree } from './build-tree.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { startTree } from './start-tree.ts';
import { checkpointPath, readTree, storeBeside, toLogCheckpoint } from './stored-checkpoint.ts';

/** A checkpoint that was signed and recorded. */
export interface SignedCheckpoint extends Checkpoint {
  /** Text of the signed note. Store it outside the log. */
  readonly note: string;
}

/**
 * Signs checkpoints of a log and records them in the log. It reads only the events after the last checkpoint. It signs only a log
 * that continues the last checkpoint.
 */
export class CheckpointSigner {
  readonly #log: AuditLog;
  readonly #signer: NoteSigner;
  readonly #older: readonly NoteVerifier[];
  readonly #checkpoints: LogCheckpoints | undefined;
  #built: BuiltTree | undefined;

  /**
   * @param older keys that signed earlier checkpoints of this log
   * @param checkpoints the state, which keeps the last checkpoint too
   */
  constructor(log: AuditLog, signer: NoteSigner, older: readonly NoteVerifier[] = [], checkpoints?: LogCheckpoints) {
    this.#log = log;
    this.#checkpoints = checkpoints;
    this.#signer = signer;
    this.#older = older;
  }

  /**
   * Signs a checkpoint of all events of the log and records it.
   *
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log is empty, torn, tampered with, or shorter than the last checkpoint;
   *   ERR_AUDIT_UNAVAILABLE if the checkpoint cannot be recorded
   */
  async sign(): Promise<SignedCheckpoint> {
    const before = this.#readLast();
    const start = this.#built ?? this.#restore(before) ?? this.#begin();
    // Most events are read before the lock is taken, so other processes can append meanwhile.
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
    if (signed === undefined) throw this.#refuse('the log did not record it');
    await this.#store(signed, this.#built);
    return signed;
  }

  #signAt(head: ChainHead, built: BuiltTree, last: Checkpoint | undefined): SignedCheckpoint {
    if (head.seq === 0) throw this.#refuse('the log has no event yet. Record an event before you sign a checkpoint');
    if (built.head.seq !== head.seq || built.head.hash !== head.hash)
      throw this.#refuse('the log was changed while it was read. Run "agent-safe audit verify"');
    if (last !== undefined && last.size > head.seq) {
      const found = `the log ends at event ${head.seq}, but the last checkpoint covers ${last.size} events`;
      throw this.#refuse(`${found}. Restore the complete log from a copy`);
    }
    const root = built.tree.root();
    return { origin: this.#signer.name, size: head.seq, root, note: signCheckpoint(head.seq, root, this.#signer) };
  }

  /** Reads the last checkpoint that any process signed. @throws AgentSafeError ERR_AUDIT_INVALID if its signature is not valid */
  #readLast(): Checkpoint | undefined {
    const file = checkpointPath(this.#log.path);
    if (!existsSync(file)) return undefined;
    const opened = openCheckpoint(this.#readNote(file), [this.#signer, ...this.#older]);
    if (opened.ok) return opened.checkpoint;
    throw this.#refuse(
      `the last checkpoint ${file} is not valid (${opened.reason}). If the key was replaced on purpose, move this file away`,
    );
  }

  #readNote(file: string): string {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw this.#refuse(
        `the last checkpoint ${file} cannot be read (${describeCause(error)}). Make the file readable`,
      );
    }
  }

  /** Returns the tree of the last checkpoint, if it is stored and its root is the signed root. */
  #restore(last: Checkpoint | undefined): BuiltTree | undefined {
    return last === undefined ? undefined : readTree(this.#log.path, last);
  }

  /** Returns the tree with which the log begins. */
  #begin(): BuiltTree {
    return startTree(requireStatement(this.#log.path, [this.#signer, ...this.#older]));
  }

  /** Adds the new events of the log to a tree. At the size of the last checkpoint, compares the roots. */
  async #grow(from: BuiltTree, last: Checkpoint | undefined, isLocked: boolean): Promise<BuiltTree> {
    const onEvent = (tree: MerkleTree) => {
      if (tree.size === last?.size && !tree.root().equals(last.root)) {
        const found = `the first ${last.size} events of the log differ from the last checkpoint`;
        throw this.#refuse(`${found}. Run "agent-safe audit verify --checkpoint ${checkpointPath(this.#log.path)}"`);
      }
    };
    const grown = await growTree(this.#log.path, from, { isLocked, onEvent });
    if (!grown.isWhole) {
      const file = checkpointPath(this.#log.path);
      const before =
        from.head.seq === 0
          ? ''
          : ` The log does not continue the last checkpoint, which covers ${from.head.seq} events: verify the log with "--checkpoint ${file}". If this is a new log, move that file away.`;
      throw this.#refuse(`the log is torn or was tampered with. Run "agent-safe audit verify".${before}`);
    }
    return grown;
  }

  /**
   * Stores a checkpoint next to the log, and then in the state. The log is durable before, so no crash leaves a checkpoint that covers
   * lost events. The state is last, so no crash leaves a state that knows a checkpoint which is not beside the log.
   */
  async #store(signed: SignedCheckpoint, built: BuiltTree): Promise<void> {
    const last = this.#readLast();
    if (last !== undefined && last.size > signed.size) return;
    try {
      const checkpoint = toLogCheckpoint(built, signed.note);
      storeBeside(this.#log.path, checkpoint, built);
      await this.#checkpoints?.put(this.#log.path, checkpoint);
    } catch {
      // The checkpoint is signed and recorded in the log. The checkpoints before it remain valid.
    }
  }

  #refuse(why: string): AgentSafeError {
    return new AgentSafeError(
      'ERR_AUDIT_INVALID',
      `No checkpoint was signed for the audit log ${this.#log.path}: ${why.replace(/\.$/, '')}.`,
    );
  }
}
