import {
  DeliveryError,
  type Destination,
  describeParked,
  followLog,
  type OnParked,
  openDestination,
  readShipStatus,
  Shipping,
  type ShipStatus,
  shipFrom,
  shipLog,
} from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { stopOnEnd } from '../../command/until-signal.ts';
import { DESTINATION_OPTIONS, readDestination } from '../../options/destination-options.ts';
import { printable, printJson } from '../../render/style.ts';
import { findLog, LOG_OPTIONS, requireLog } from './log-path.ts';

export const command = defineCommand({
  name: 'audit ship',
  summary: 'Ship the events of an audit log that a destination lacks',
  positionals: '[log]',
  arity: [0, 1],
  options: {
    ...DESTINATION_OPTIONS,
    status: {
      type: 'boolean',
      summary: 'Show the number of undelivered events and the last error of each destination. Sends no event',
    },
    follow: { type: 'boolean', summary: 'Send new events until interrupted' },
    ...LOG_OPTIONS,
  },
  examples: [
    'agent-safe audit ship audit.jsonl --backend filesystem --path /mnt/audit/copy.jsonl',
    'agent-safe audit ship audit.jsonl --backend s3 --bucket my-audit-logs',
    'agent-safe audit ship --backend syslog --host siem.example --format ocsf',
    'agent-safe audit ship --status',
    'agent-safe audit ship --follow',
  ],
  async run({ clock, cwd, output, positionals: [given], values }) {
    const { path, settings } = findLog(given, values, cwd);
    await requireLog(path);
    const chosen = readDestination(values, cwd);
    const shippers = chosen === undefined ? settings.auditShippers : [chosen];
    if (shippers.length === 0)
      throw new UsageError('There is no destination. Give --backend NAME, or add audit_shippers to the settings.');
    if (values.status && values.follow) throw new UsageError('--status and --follow cannot be combined.');
    const destinations = shippers.map((shipper) => openDestination(shipper, path));
    // The events are on the standard output, so it has no other text.
    const isStdout = shippers.some(({ backend }) => backend === 'stdout');
    if (isStdout && values.json && !values.status)
      throw new UsageError('--json cannot be combined with the backend stdout. The events are JSON lines.');
    const json = values.json === true;
    if (values.status) return showStatus(path, destinations, output, json, clock());
    const report = isStdout ? { ...output, out: output.err } : output;
    const code = await shipOnce(path, destinations, report, json);
    if (values.follow) await follow(path, destinations, output);
    for (const destination of destinations) destination.close?.();
    return code;
  },
});

async function shipOnce(
  path: string,
  destinations: readonly Destination[],
  output: Output,
  json: boolean,
): Promise<ExitCode> {
  const results: object[] = [];
  let code: ExitCode = EXIT.allow;
  for (const destination of destinations) {
    const { name } = destination;
    try {
      const result = await shipLog(path, destination, new AbortController().signal, sayParked(output));
      const { archived = 0, parked_total = 0, seq, shipped, state } = result;
      results.push({ destination: name, ...result });
      const done = state === 'busy' ? 'another process is shipping to it' : `all events up to ${seq} are delivered`;
      const parked = parked_total === 0 ? '' : `, ${parked_total} of them as stubs`;
      if (!json && archived > 0)
        output.err(`${name}: this destination is new. Events 1 to ${archived} are archived and are not sent to it.\n`);
      if (!json) output.out(`${name}: ${shipped} ${shipped === 1 ? 'event' : 'events'} shipped, ${done}${parked}\n`);
    } catch (error) {
      results.push({ destination: name, error: messageOf(error) });
      output.err(`${name}: ${printable(messageOf(error))}\n`);
      code = EXIT.error;
    }
  }
  if (json) printJson(output, results);
  return code;
}

function sayParked(output: Output): OnParked {
  return (name, parked) => output.err(`${name}: ${printable(describeParked(parked))}\n`);
}

async function follow(path: string, destinations: readonly Destination[], output: Output): Promise<void> {
  const shipping = new Shipping(shipFrom(path), destinations, {
    onFailure: (name, { message }) => output.err(`${name}: ${printable(message)}\n`),
    onParked: sayParked(output),
  });
  shipping.schedule();
  const stop = new AbortController();
  stopOnEnd(stop);
  for await (const _ of followLog(path, stop.signal)) shipping.schedule();
  await shipping.close(2_000);
}

async function showStatus(
  path: string,
  destinations: readonly Destination[],
  output: Output,
  json: boolean,
  now: number,
): Promise<ExitCode> {
  const results: object[] = [];
  let code: ExitCode = EXIT.allow;
  for (const destination of destinations) {
    try {
      const status = await readShipStatus(path, destination, now);
      results.push(status);
      if (!json) printStatus(output, status);
    } catch (error) {
      results.push({ destination: destination.name, error: messageOf(error) });
      output.err(`${destination.name}: ${printable(messageOf(error))}\n`);
      code = EXIT.error;
    }
  }
  if (json) printJson(output, results);
  return code;
}

function printStatus(output: Output, status: ShipStatus): void {
  const { destination, end_seq, lag_bytes, lag_events, lag_seconds, last_delivery_at, last_error, parked, seq } =
    status;
  const behind = `${lag_events} ${lag_events === 1 ? 'event' : 'events'} behind (${lag_bytes} bytes, ${lag_seconds} s)`;
  const where =
    lag_events === 0 ? `all ${end_seq} events are delivered` : `${seq} of ${end_seq} events delivered, ${behind}`;
  const stubs = parked === 0 ? '' : `, ${parked} of them as stubs`;
  output.out(`${destination}: ${where}${stubs}\n`);
  output.out(`  last delivery: ${last_delivery_at ?? 'none'}\n`);
  if (last_error === undefined) return;
  const { at, failures, message } = last_error;
  const count = `${failures} ${failures === 1 ? 'failure' : 'failures'} since the last delivery`;
  output.out(`  last error: ${printable(message)} (${at}, ${count})\n`);
}

/** @throws any other error than those of a log or a destination */
function messageOf(error: unknown): string {
  if (error instanceof DeliveryError || error instanceof AgentSafeError) return error.message;
  throw error;
}
