import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { FileLock, realLogPath, syncFolder } from '@agent-safe/core/node';
import { checkStart } from '../anchor/check-start.ts';
import { CheckpointSigner } from '../checkpoint/checkpoint-signer.ts';
import { replaceLike } from '../checkpoint/replace-like.ts';
import { startTree } from '../checkpoint/start-tree.ts';
import type { NoteSigner } from '../format/note.ts';
import { readText } from '../format/read-text.ts';
import { requireNoArchive } from '../statement/log-start.ts';
import {
  digestOf,
  requireStatement,
  type Statement,
  type StatementHeader,
  signStatement,
} from '../statement/statement.ts';
import { verifyLog } from '../verify/verify.ts';
import { AuditLog } from '../write/audit-log.ts';
import { copyFiles, folderName, journalPath, makeArchiveFolder, storeStatements } from './archive-files.ts';
import { type ArchiveOptions, type ArchivePlan, type ArchiveRefused, refuse } from './archive-types.ts';
import { findUndelivered } from './delivered.ts';
import { finishInterrupted, putInPlace, record } from './finish-archive.ts';
import { type InForce, readInForce } from './in-force.ts';
import { type Cut, findCut } from './plan-archive.ts';

/** The events to archive, and the statement with which the log begins until then. */
interface Planned {
  readonly ok: true;
  readonly start: Statement | undefined;
  readonly cut: Cut;
  readonly inForce: InForce;
  readonly plan: ArchivePlan;
}

/** Number of checkpoints of archived events that a statement names. */
const MOST_CHECKPOINTS = 1_000;

/**
 * Archives the oldest events of a log: moves the files whose events are all older than a time to a folder, and leaves a signed statement
 * with which the rest of the log begins. After a crash at any moment, the log continues, and the next call finishes the archive.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_AUDIT_UNAVAILABLE if the log cannot be read or written
 */
export async function archiveLog(given: string, options: ArchiveOptions): Promise<ArchivePlan | ArchiveRefused> {
  const path = realLogPath(given);
  requireNoArchive(path);
  const { signer } = options;
  if (signer === undefined) {
    const reason =
      'There is no key for checkpoints, and an archive statement must be signed. Run "agent-safe keys generate".';
    return refuse('keys_missing', reason);
  }
  if (options.dryRun === true) return new Archiver(path, options, signer).run();
  const lock = new FileLock(`${path}.archive.lock`);
  try {
    if (!(await lock.acquire(2_000)))
      return refuse(
        'log_busy',
        `Another process archives ${path}. Wait until it has ended, and run the command again.`,
      );
    try {
      return await new Archiver(path, options, signer).run();
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof AgentSafeError || !(error instanceof Error) || !('code' in error)) throw error;
    const summary = `The audit log ${path} cannot be archived: ${describeCause(error)}. Check the folder, and run the command again.`;
    throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary, { cause: error });
  } finally {
    lock.close();
  }
}

class Archiver {
  readonly #path: string;
  readonly #options: ArchiveOptions;
  readonly #signer: NoteSigner;
  readonly #now: number;

  constructor(path: string, options: ArchiveOptions, signer: NoteSigner) {
    this.#path = path;
    this.#options = options;
    this.#signer = signer;
    this.#now = (options.clock ?? Date.now)();
  }

  async run(): Promise<ArchivePlan | ArchiveRefused> {
    const { checkpoints, dryRun = false, verifiers } = this.#options;
    const finished = !dryRun && (await this.#use((log) => finishInterrupted(this.#path, log, verifiers)));
    const verdict = await verifyLog(this.#path, { verifiers, checkpoints });
    if (verdict.verdict === 'tampered')
      return refuse('audit_tampered', `Nothing was archived, because the log was tampered with. ${verdict.reason}`);
    const planned = await this.#plan(finished);
    if (!planned.ok) return planned;
    if (dryRun) return planned.plan;
    if (planned.plan.events === 0 && !planned.cut.closes) return planned.plan;
    await this.#sign(planned.cut.closes);
    if (planned.plan.events === 0) return { ...planned.plan, closed: true };
    // The newest file may have been closed, and other processes may have recorded events.
    const again = await this.#plan(finished, true);
    if (!again.ok) return again;
    await this.#archive(again);
    await this.#sign(false);
    return { ...again.plan, closed: planned.cut.closes };
  }

  /** @param onlyClosed whether the newest file stays */
  async #plan(finished: boolean, onlyClosed = false): Promise<Planned | ArchiveRefused> {
    const { appliedFacts, destinations = [], verifiers } = this.#options;
    const before = Math.min(this.#options.before, this.#now);
    const start = requireStatement(this.#path, verifiers);
    const cut = await findCut(this.#path, startTree(start), before, onlyClosed);
    const { seq } = cut.head;
    const first = (start?.seq ?? 0) + 1;
    const inForce = await readInForce(this.#path, seq, start?.facts ?? [], this.#now);
    const archive = join(this.#parent(), `${basename(this.#path)}.archive-${first}-${seq}`);
    const plan: ArchivePlan = {
      ok: true,
      events: seq - first + 1,
      first_seq: first,
      last_seq: seq,
      bytes: cut.files.reduce((sum, { size }) => sum + size, 0),
      files: cut.files.map(({ path }) => basename(path)),
      archive,
      revocations: inForce.recorded.revocations.size,
      tickets: inForce.recorded.tickets.size,
      approvals: inForce.recorded.open.map(({ requested }) => readText(requested.request_id)),
      executions: inForce.executions,
      newer: cut.newer,
      closed: false,
      finished,
    };
    if (plan.events === 0) return { ok: true, start, cut, inForce, plan };
    const refused =
      refuseOpen(inForce) ??
      findUndelivered(this.#path, seq, destinations) ??
      (await this.#refuseBehind(cut, appliedFacts)) ??
      (existsSync(archive)
        ? refuse('archive_exists', `The archive exists already: ${archive}. Move it away, or give another --to.`)
        : undefined);
    return refused ?? { ok: true, start, cut, inForce, plan };
  }

  /** A state that lacks archived facts could not read them from the log any more. */
  async #refuseBehind({ head }: Cut, applied: ArchiveOptions['appliedFacts']): Promise<ArchiveRefused | undefined> {
    const count = applied === undefined ? head.facts : await applied(this.#path);
    if ((count ?? 0) >= (head.facts ?? 0)) return undefined;
    return refuse(
      'state_behind',
      `The state lacks facts of the events to archive: it has ${count} of ${head.facts}. If a process was killed, the next check adds them. Otherwise run "agent-safe state rebuild".`,
    );
  }

  async #archive({ cut, inForce, plan: { archive: folder }, start }: Planned): Promise<void> {
    const { onStep = () => undefined } = this.#options;
    const log = statSync(this.#path);
    const part = `${folder}.part`;
    onStep('folder');
    makeArchiveFolder(part, log);
    onStep('files');
    const files = await copyFiles(cut.files, part);
    const { facts = 0, hasOwn, hash, seq, writeSeq } = cut.head;
    const header: StatementHeader = {
      log: start?.log ?? cut.first,
      seq,
      entry_hash: hash,
      has_own: hasOwn,
      write_seq: writeSeq ?? null,
      state_facts: facts,
      offset: cut.offset,
      subtrees: cut.tree.toBase64(),
      archived_at: new Date(this.#now).toISOString(),
      folder: folderName(this.#path, folder),
      files,
      previous: start?.digest ?? null,
      checkpoints: [...(start?.checkpoints ?? []), ...cut.checkpoints].slice(-MOST_CHECKPOINTS),
    };
    const note = signStatement(header, inForce.facts, this.#signer);
    const statement: Statement = {
      ...header,
      facts: inForce.facts,
      digest: digestOf(note),
      origin: this.#signer.name,
      note,
    };
    onStep('statements');
    storeStatements(this.#path, part, note, log);
    onStep('journal');
    replaceLike(journalPath(this.#path), `${JSON.stringify({ folder })}\n`, log);
    onStep('rename');
    renameSync(part, folder);
    syncFolder(dirname(folder));
    syncFolder(dirname(this.#path));
    onStep('record');
    await this.#use((opened) => record(opened, statement));
    onStep('lock');
    await putInPlace(this.#path, folder, statement, onStep);
    onStep('end');
    rmSync(journalPath(this.#path), { force: true });
  }

  /** Signs a checkpoint of the whole log. @param closes whether the newest file is closed before */
  async #sign(closes: boolean): Promise<void> {
    const { checkpoints, maxBytes, onStep, verifiers } = this.#options;
    onStep?.('checkpoint');
    await this.#use(
      (log) => new CheckpointSigner(log, this.#signer, verifiers, checkpoints).sign(),
      closes ? 1 : maxBytes,
    );
  }

  async #use<Result>(work: (log: AuditLog) => Promise<Result>, maxBytes = this.#options.maxBytes): Promise<Result> {
    const { checkpoints, clock, verifiers } = this.#options;
    const check = checkStart(this.#path, { checkpoints, verifiers: async () => verifiers });
    const log = new AuditLog(this.#path, { check, maxBytes, ...(clock === undefined ? {} : { clock }) });
    try {
      return await work(log);
    } finally {
      await log.close();
    }
  }

  #parent(): string {
    const { to } = this.#options;
    return to === undefined ? dirname(this.#path) : resolve(to);
  }
}

function refuseOpen({ leases, runs }: InForce): ArchiveRefused | undefined {
  const list = (ids: readonly string[]) => `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;
  if (runs.length > 0) {
    const what = `${runs.length} of the executions to archive have no outcome (${list(runs)})`;
    return refuse('executions_open', `${what}. Run "agent-safe runner reconcile", and archive again.`);
  }
  if (leases.length === 0) return undefined;
  const what = `${leases.length} of the credentials to archive are not revoked (${list(leases)})`;
  return refuse('credentials_open', `${what}. Run "agent-safe runner reconcile", and archive again.`);
}
