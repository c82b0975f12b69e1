import { randomBytes } from 'node:crypto';

/** Where a span belongs. */
export interface SpanContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** The span of the client; undefined if the trace begins here. */
  readonly parentId: string | undefined;
  readonly isSampled: boolean;
}

const FORMAT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/**
 * Reads the W3C header `traceparent`. The client may be an agent, so only a well-formed trace id and span id are taken. `tracestate` and
 * `baggage` are not read.
 *
 * @param ratio part of the traces that begin here and are sent
 */
export function readTraceContext(header: string | null, ratio: number): SpanContext {
  const [, given, parentId, flags = '00'] = header === null || header.length > 256 ? [] : (FORMAT.exec(header) ?? []);
  const traceId = given ?? randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const isMarked = (Number.parseInt(flags, 16) & 1) === 1;
  // The client decides only whether its own traces are sent, and only within the ratio.
  const isSampled = (given === undefined || isMarked) && isWithin(traceId, ratio);
  return { traceId, spanId, parentId, isSampled };
}

/** The same trace is sent by every server, because its id decides. */
function isWithin(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(-8), 16) < ratio * 0x1_0000_0000;
}
