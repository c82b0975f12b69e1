import { readFields } from './event-fields.ts';
import { messageId } from './message-id.ts';
import type { ShippedEvent } from './shipped-event.ts';

/** Digits of a number in the extension `sequence`, which is compared as text. */
const DIGITS = 16;

/**
 * Returns the JSON of an event as in CloudEvents 1.0. Its `data` is the line of the log, byte for byte.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function toCloudEvent(event: ShippedEvent): string {
  const { auditId, time } = readFields(event);
  const attributes = {
    specversion: '1.0',
    id: messageId(event),
    source: 'urn:agent-safe:audit',
    type: `agent-safe.audit.${event.event_type}`,
    ...(time !== undefined && { time: new Date(time).toISOString() }),
    ...(auditId !== undefined && { subject: auditId }),
    datacontenttype: 'application/json',
    sequence: String(event.seq).padStart(DIGITS, '0'),
    entryhash: event.entry_hash,
  };
  return `${JSON.stringify(attributes).slice(0, -1)},"data":${event.line}}`;
}
