import { resolve } from 'node:path';
import {
  findProvable,
  listCheckpoints,
  type NamedEvent,
  openAuditLog,
  proveEvent,
  proveGrowth,
} from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { openLogAnchors } from '@agent-safe/sdk';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { readCheckpointFile } from '../../options/checkpoint-file.ts';
import { printEvent } from '../../render/event-text.ts';
import { printable, printJson } from '../../render/style.ts';
import {
  type FoundLog,
  findLog,
  LOG_OPTIONS,
  loadSigner,
  loadVerifiers,
  requireLog,
  tryVerifiers,
} from './log-path.ts';

export const command = defineCommand({
  name: 'audit prove',
  summary: 'Prove to a third party that an event is in the audit log, or that the log only grew',
  positionals: '<event> [log] | --from FILE [log]',
  arity: [0, 2],
  options: {
    from: {
      type: 'string',
      value: 'FILE',
      summary: 'Older checkpoint: prove that the log still begins with its events',
    },
    checkpoint: {
      type: 'string',
      value: 'FILE',
      summary: 'Checkpoint that the proof ends in. Default: a stored one; a new one is signed if none covers the event',
    },
    ...LOG_OPTIONS,
  },
  examples: [
    'agent-safe audit prove 17 > event.tlog-proof',
    'agent-safe audit prove evt-01a2 > event.tlog-proof',
    'agent-safe audit prove --from checkpoint.txt > growth.proof',
  ],
  async run({ clock, cwd, output, positionals, values }) {
    const { checkpoint: chosen, from, json } = values;
    const [event, given] = from === undefined ? positionals : [undefined, ...positionals];
    if (from === undefined && event === undefined)
      throw new UsageError('No event is given. Give the number, the id or the audit id of an event, or --from FILE.');
    if (from !== undefined && positionals.length > 1)
      throw new UsageError('--from proves all events of a checkpoint. Give no event with it.');
    const log = findLog(given, values, cwd);
    await requireLog(log.path);
    const older = from === undefined ? undefined : readCheckpointFile(resolve(cwd, from), '--from');
    const newer = chosen === undefined ? undefined : readCheckpointFile(resolve(cwd, chosen), '--checkpoint');
    const found = event === undefined ? undefined : await findProvable(log.path, event);
    if (found?.ok === false) return refuse(output, found, json);
    const note = newer ?? (await pickCheckpoint(log, found?.seq ?? sizeOf(older), clock));
    const built = await (found === undefined
      ? proveGrowth(log.path, older ?? '', note)
      : proveEvent(log.path, found.seq, note));
    if (!built.ok) return refuse(output, built, json);
    const { origin, size } = built.checkpoint;
    const what =
      found === undefined
        ? { kind: 'consistency' }
        : { kind: 'inclusion', seq: found.seq, event_id: found.event.event_id };
    if (json) printJson(output, { ok: true, ...what, origin, size, proof: built.text });
    // Exactly the proof, so that the output can be stored as a file.
    else output.out(built.text);
    return EXIT.allow;
  },
});

/** Returns the stored checkpoint that covers an event, or signs a new one. */
async function pickCheckpoint({ path, settings }: FoundLog, seq: number, clock: () => number): Promise<string> {
  const covering = listCheckpoints(path, await tryVerifiers(settings)).find(({ size }) => size >= seq);
  if (covering !== undefined) return covering.note;
  const signer = await loadSigner(settings);
  if (signer === undefined) {
    const fix =
      'Run "agent-safe audit checkpoint" on the machine with the keys of the project, or give a checkpoint with --checkpoint FILE';
    throw new AgentSafeError('ERR_AUDIT_INVALID', `No stored checkpoint covers event ${seq}: ${path}. ${fix}.`);
  }
  await requireLog(path);
  const anchors = openLogAnchors(settings);
  const log = openAuditLog(path, { clock, maxBytes: settings.auditLog?.max_bytes, anchors });
  try {
    return (await log.signCheckpoint(signer, await loadVerifiers(settings))).note;
  } finally {
    await log.close();
    await anchors.close();
  }
}

/** The size of a checkpoint is its second line. A malformed one is refused later. */
function sizeOf(note: string | undefined): number {
  const size = Number(note?.split('\n')[1]);
  return Number.isSafeInteger(size) ? size : 0;
}

interface Refused {
  readonly code: string;
  readonly reason: string;
  readonly matches?: readonly NamedEvent[];
}

function refuse(output: Output, { code, matches = [], reason }: Refused, json: boolean | undefined): ExitCode {
  if (json) {
    const events = matches.map(({ event: { event_id, event_type, timestamp }, seq }) => {
      return { seq, event_id, event_type, timestamp };
    });
    printJson(output, { ok: false, code, reason, ...(matches.length === 0 ? {} : { matches: events }) });
  } else {
    output.err(`${code}: ${printable(reason)}\n`);
    for (const { event, seq } of matches) {
      output.err(`${String(seq).padStart(8)}  `);
      printEvent({ ...output, out: output.err }, event);
    }
  }
  return code === 'tampered' || code === 'cut' ? EXIT.logDamaged : EXIT.deny;
}
