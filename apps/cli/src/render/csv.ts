import { approversOf, type LoggedEvent, resultOf } from '@agent-safe/audit';
import { printable } from './style.ts';

/** The columns of an export: the fields that most events have, and the whole event in the last one. */
const COLUMNS: readonly (readonly [name: string, read: (event: LoggedEvent) => unknown])[] = [
  ...['seq', 'timestamp', 'event_type', 'event_id', 'audit_id', 'correlation_id', 'request_id'].map(plain),
  ['result', resultOf],
  ...['code', 'reason', 'action', 'target'].map(plain),
  ['caller', (event) => event.caller ?? event.parent_agent_id],
  ['approver', (event) => approversOf(event).join(' ')],
  ...['outcome', 'effective_risk', 'policy_matched', 'ticket_id', 'entry_hash'].map(plain),
  ['event', (event) => JSON.stringify(event)],
];

/** Characters with which a spreadsheet begins a formula, also in their wide forms, and white space that it skips before them. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** Returns the header line as in RFC 4180. */
export function csvHeader(): string {
  return toLine(COLUMNS.map(([name]) => name));
}

/** Returns the line of an event as in RFC 4180. */
export function csvLine(event: LoggedEvent): string {
  return toLine(COLUMNS.map(([, read]) => toText(read(event))));
}

function plain(name: string): readonly [string, (event: LoggedEvent) => unknown] {
  return [name, (event) => (event as Readonly<Record<string, unknown>>)[name]];
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[^\t\r\n]+/g, printable);
}

/** Every field is quoted. An apostrophe before a formula makes it text. */
function toLine(fields: readonly string[]): string {
  const quoted = fields.map((field) => `"${(FORMULA.test(field) ? `'${field}` : field).replaceAll('"', '""')}"`);
  return `${quoted.join(',')}\r\n`;
}
