import { randomUUID } from 'node:crypto';
import { holdsToken } from '@agent-safe/core';
import type { Principal } from '../callers/principal.ts';
import type { ServerLog } from '../log/server-log.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { Route } from '../routes/route.ts';

/** An answered request. */
export interface Answered {
  /** Undefined if no route has the path. */
  readonly route: Pick<Route, 'id' | 'isQuiet'> | undefined;
  readonly status: number;
  readonly principal: Principal | undefined;
  /** The body of the answer, for the ids of its decisions. */
  readonly body?: unknown;
  readonly requestId: string;
  /** Milliseconds of `performance.now()` at the start. */
  readonly start: number;
  readonly traceId?: string | undefined;
}

/** Counts requests, and writes a line for each to the log. */
export class RequestObserver {
  readonly #log: ServerLog;
  readonly #metrics: ServerMetrics;

  constructor(log: ServerLog, metrics: ServerMetrics) {
    this.#log = log;
    this.#metrics = metrics;
  }

  begin(): number {
    this.#metrics.inProgress.add(1);
    return performance.now();
  }

  end({ body, principal, requestId, route, start, status, traceId }: Answered): void {
    const ms = performance.now() - start;
    const id = route?.id ?? 'none';
    this.#metrics.inProgress.add(-1);
    this.#metrics.requests.add(1, id, String(status));
    this.#metrics.requestSeconds.observe(ms / 1_000, id);
    const level = route?.isQuiet === true && status < 500 ? 'debug' : 'info';
    if (!this.#log.has(level)) return;
    const caller = principal ?? { kind: 'refused' as const };
    this.#log.write(level, {
      event: 'request',
      request_id: requestId,
      route: id,
      status,
      ms: Math.round(ms * 1_000) / 1_000,
      caller_kind: caller.kind,
      ...('agentId' in caller ? { agent_id: caller.agentId } : {}),
      ...describeBody(body),
      ...(traceId === undefined ? {} : { trace_id: traceId }),
    });
  }
}

/** Most ids of decisions in one line. */
const MOST_IDS = 20;

/** Returns the ids of the decisions in an answer, and the code of a refusal. */
function describeBody(body: unknown): { readonly audit_id?: string | readonly string[]; readonly code?: string } {
  const { audit_id, context, decisions, error, evaluations } = Object(body) as Readonly<Record<string, unknown>>;
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return { code };
  const own = audit_id ?? (Object(context) as { readonly audit_id?: unknown }).audit_id;
  if (typeof own === 'string') return { audit_id: own };
  const list = Array.isArray(evaluations) ? evaluations : decisions;
  if (!Array.isArray(list)) return {};
  const ids = list.slice(0, MOST_IDS).flatMap((each) => describeBody(each).audit_id ?? []);
  return ids.length === 0 ? {} : { audit_id: ids };
}

/** Returns the id of a request: that of its header if it is plain, or a new one. The header is untrusted, and gets into the log. */
export function toRequestId(header: string | null): string {
  return header !== null && /^[\w.:-]{1,128}$/.test(header) && !holdsToken(header) && !header.includes('ask_')
    ? header
    : randomUUID();
}
