import { readFields, type Severity } from './event-fields.ts';
import type { ShippedEvent } from './shipped-event.ts';

const SEVERITY: Readonly<Record<Severity, readonly [number: number, text: string]>> = {
  info: [9, 'INFO'],
  notice: [10, 'INFO2'],
  warning: [13, 'WARN'],
};
const NANOSECONDS = 1_000_000n;

/**
 * Returns the request of the OpenTelemetry protocol for logs, in its JSON form. The body of a record is the line of the log, byte for byte.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp-request
 */
export function toOtlp(events: readonly ShippedEvent[]): object {
  return {
    resourceLogs: [
      {
        resource: { attributes: [attribute('service.name', 'agent-safe')] },
        scopeLogs: [{ scope: { name: '@agent-safe/audit' }, logRecords: events.map(toRecord) }],
      },
    ],
  };
}

function toRecord(event: ShippedEvent): object {
  const fields = readFields(event);
  const [severityNumber, severityText] = SEVERITY[fields.severity];
  // Times before 1970 have no place in the protocol. Zero means that the time is unknown.
  const time = String(BigInt(Math.max(0, fields.time ?? 0)) * NANOSECONDS);
  const { action, actor, auditId, code, correlationId, reason, result, target } = fields;
  const known = { action, actor, audit_id: auditId, code, correlation_id: correlationId, reason, result, target };
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber,
    severityText,
    eventName: `agent_safe.audit.${event.event_type}`,
    body: { stringValue: event.line },
    attributes: [
      { key: 'agent_safe.seq', value: { intValue: String(event.seq) } },
      attribute('agent_safe.event_id', event.event_id),
      attribute('agent_safe.event_type', event.event_type),
      attribute('agent_safe.entry_hash', event.entry_hash),
      ...Object.entries(known).flatMap(([name, value]) =>
        value === undefined ? [] : [attribute(`agent_safe.${name}`, value)],
      ),
    ],
  };
}

function attribute(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

/** Returns the number of records that a collector rejected although it answered with success; 0 without such an answer. */
export function countRejected(answer: string): number {
  try {
    const { partialSuccess } = JSON.parse(answer) as {
      readonly partialSuccess?: { readonly rejectedLogRecords?: unknown };
    };
    // JSON has 64-bit numbers as text.
    const count = Number(partialSuccess?.rejectedLogRecords ?? 0);
    return Number.isSafeInteger(count) ? count : 0;
  } catch {
    return 0;
  }
}
