import {
  openWitnesses,
  parseWitnessKey,
  readWitnessRecords,
  submitNewest,
  type WitnessResult,
} from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { paint, printable, printJson } from '../../render/style.ts';
import { findLog, LOG_OPTIONS, tryVerifiers } from './log-path.ts';

export const command = defineCommand({
  name: 'audit witness',
  summary: 'Submit the last checkpoint to the witnesses of the settings, and store their cosignatures',
  positionals: '[log]',
  arity: [0, 1],
  options: {
    status: { type: 'boolean', summary: 'Show the last cosignature and failure of each witness. Nothing is sent' },
    ...LOG_OPTIONS,
  },
  examples: ['agent-safe audit witness', 'agent-safe audit witness --status'],
  async run({ clock, cwd, output, positionals: [given], values }) {
    const { path, settings } = findLog(given, values, cwd);
    const witnesses = openWitnesses(settings.auditLog?.witnesses);
    if (values.status) return printStatus(output, path, values.json);
    if (witnesses.length === 0) {
      const summary = 'The settings name no witness. Add "witnesses" to "audit_log" in agent-safe.yaml.';
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    }
    const results = await submitNewest(path, await tryVerifiers(settings), witnesses, { clock });
    if (values.json) printJson(output, { log: path, witnesses: results.map(describeResult) });
    else for (const result of results) printResult(output, result);
    return exitCodeOf(results);
  },
});

/** Returns a result for JSON, without the note. */
export function describeResult(result: WitnessResult): object {
  if (!result.ok) return { witness: result.witness, ok: false, code: result.code, reason: result.reason };
  return { witness: result.witness, ok: true, size: result.size, time: toTime(result.time) };
}

/** Prints what one witness said. A failure goes to stderr. */
export function printResult(output: Output, result: WitnessResult): void {
  const name = printable(result.witness);
  if (result.ok) output.out(`${name} cosigned the checkpoint of ${result.size} events at ${toTime(result.time)}\n`);
  else output.err(`${name}: ${result.code}: ${printable(result.reason)}\n`);
}

export function exitCodeOf(results: readonly WitnessResult[]): ExitCode {
  if (results.some((result) => !result.ok && result.isEvidence)) return EXIT.logDamaged;
  return results.every(({ ok }) => ok) ? EXIT.allow : EXIT.deny;
}

function toTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

function printStatus(output: Output, path: string, json: boolean | undefined): ExitCode {
  const records = readWitnessRecords(path).map(({ failure, key, size, time }) => {
    return { witness: parseWitnessKey(key)?.name ?? key, size, time: time === 0 ? null : toTime(time), failure };
  });
  if (json) printJson(output, { log: path, witnesses: records });
  else if (records.length === 0) output.out('No checkpoint was submitted to a witness yet.\n');
  else
    for (const { failure, size, time, witness } of records) {
      const state = time === null ? 'has cosigned no checkpoint' : `cosigned ${size} events at ${time}`;
      output.out(`${printable(witness)} ${state}\n`);
      if (failure !== null) {
        const failed = `last attempt failed at ${failure.at}: ${failure.code}: ${failure.reason}`;
        output.out(`  ${paint(output, 'yellow', printable(failed))}\n`);
      }
    }
  return EXIT.allow;
}
