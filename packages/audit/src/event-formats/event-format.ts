import { AUDIT_FORMATS, type AuditFormat } from '@agent-safe/core';
import { toCloudEvent } from './cloud-events.ts';
import { toOcsf } from './ocsf.ts';
import { toOtlp } from './otlp.ts';
import type { ShippedEvent } from './shipped-event.ts';

export { AUDIT_FORMATS, type AuditFormat };

/** A form other than the line of the log. */
export type ForeignFormat = Exclude<AuditFormat, 'agent-safe'>;

/** A body of a request, and its media type. */
export interface EncodedEvents {
  readonly contentType: string;
  readonly body: string;
}

/**
 * Returns an event in a form as one line of JSON, without a line end.
 *
 * - `agent-safe`: the line of the log
 * - `ocsf`: OCSF 1.8.0, class API Activity (6003)
 * - `cloudevents`: CloudEvents 1.0, structured mode
 * - `otlp`: a request of the OpenTelemetry protocol with one log record
 */
export function formatEvent(format: AuditFormat, event: ShippedEvent): string {
  switch (format) {
    case 'agent-safe':
      return event.line;
    case 'ocsf':
      return JSON.stringify(toOcsf(event));
    case 'cloudevents':
      return toCloudEvent(event);
    case 'otlp':
      return JSON.stringify(toOtlp([event]));
  }
}

/** Returns events as the body of one request. @param isBatch whether the receiver expects a list, also of one event */
export function encodeEvents(format: ForeignFormat, events: readonly ShippedEvent[], isBatch: boolean): EncodedEvents {
  if (format === 'otlp') return { contentType: 'application/json', body: JSON.stringify(toOtlp(events)) };
  const list = events.map((event) => formatEvent(format, event)).join(',');
  const body = isBatch ? `[${list}]` : list;
  if (format === 'ocsf') return { contentType: 'application/json', body };
  return { contentType: `application/cloudevents${isBatch ? '-batch' : ''}+json; charset=utf-8`, body };
}

/** Returns the number of the event in a line of {@link formatEvent}; undefined if it is not a line of this format. */
export function readSeq(format: ForeignFormat, line: string): number | undefined {
  try {
    const seq = Number(SEQ[format](JSON.parse(line) as Parsed) ?? Number.NaN);
    return Number.isSafeInteger(seq) ? seq : undefined;
  } catch {
    return undefined;
  }
}

/** The members of all formats that lead to the number of an event. */
interface Parsed {
  readonly metadata?: { readonly sequence?: unknown };
  readonly sequence?: unknown;
  readonly resourceLogs?: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly {
        readonly attributes: readonly { readonly value: { readonly intValue?: unknown } }[];
      }[];
    }[];
  }[];
}

const SEQ: Readonly<Record<ForeignFormat, (parsed: Parsed) => unknown>> = {
  ocsf: ({ metadata }) => metadata?.sequence,
  cloudevents: ({ sequence }) => sequence,
  otlp: ({ resourceLogs }) => resourceLogs?.[0]?.scopeLogs[0]?.logRecords[0]?.attributes[0]?.value.intValue,
};
