import { hostname } from 'node:os';
import { readFields, type Severity } from '../event-formats/event-fields.ts';
import { type AuditFormat, formatEvent } from '../event-formats/event-format.ts';
import type { ShippedEvent } from './shipper.ts';

/** Facility 13: log audit. */
const FACILITY = 13;
const SEVERITY: Readonly<Record<Severity, number>> = { warning: 4, notice: 5, info: 6 };
const LARGEST_SEQUENCE = 2_147_483_647;
const BOM = '\uFEFF';
/** A timestamp with at most six digits after the second. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Returns an event as a message of RFC 5424, with its length before it as in RFC 5425.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5424#section-6
 */
export function syslogFrame(format: AuditFormat, event: ShippedEvent, host = hostname()): Buffer {
  const message = Buffer.from(syslogMessage(format, event, host));
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

function syslogMessage(format: AuditFormat, event: ShippedEvent, host: string): string {
  const priority = FACILITY * 8 + SEVERITY[readFields(event).severity];
  const timestamp = TIMESTAMP.test(event.timestamp) ? event.timestamp : '-';
  const sequence = event.seq <= LARGEST_SEQUENCE ? `[meta sequenceId="${event.seq}"]` : '';
  const header = `<${priority}>1 ${timestamp} ${name(host, 255)} agent-safe - ${name(event.event_type, 32)}`;
  const text = formatEvent(format, event);
  // Text with other characters than those of ASCII begins with a byte order mark.
  const mark = Buffer.byteLength(text) === text.length ? '' : BOM;
  return `${header} ${sequence}[origin software="agent-safe"] ${mark}${text}`;
}

/** Returns a name of printable ASCII characters. */
function name(text: string, longest: number): string {
  const printable = text.replace(/[^!-~]/g, '_').slice(0, longest);
  return printable === '' ? '-' : printable;
}
