import { monitorEventLoopDelay } from 'node:perf_hooks';
import { formatMetrics, Histogram, type Metric, Values } from './metric-values.ts';

/** Upper limits of the buckets of durations, in seconds. */
const DURATIONS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function counter(name: string, help: string, ...labels: readonly string[]): Values {
  return new Values('counter', { name: `agent_safe_${name}`, help }, labels);
}

function gauge(name: string, help: string, ...labels: readonly string[]): Values {
  return new Values('gauge', { name: `agent_safe_${name}`, help }, labels);
}

function durations(name: string, help: string, label?: string): Histogram {
  return new Histogram({ name: `agent_safe_${name}`, help }, DURATIONS, label);
}

/** The numbers of one server. */
export class ServerMetrics {
  readonly decisions = counter('decisions_total', 'Decisions, by result and code.', 'result', 'code');
  readonly events = counter('audit_events_total', 'Recorded audit events, by type.', 'type');
  readonly signIns = counter('sign_ins_total', 'Sign-ins of users, by result.', 'result');
  readonly appendFailures = counter('audit_append_failures_total', 'Writes of the audit log that failed.');
  readonly appendSeconds = durations('audit_append_seconds', 'Time until events are durable, in seconds.');
  readonly queue = gauge('audit_queue_events', 'Audit events that wait until they are durable.');
  readonly requests = counter('http_requests_total', 'Requests, by route and status.', 'route', 'status');
  readonly requestSeconds = durations('http_request_seconds', 'Time of requests in seconds, by route.', 'route');
  readonly inProgress = gauge('http_requests_in_progress', 'Requests that are being answered.');
  readonly connections = gauge('connections', 'Open connections.');
  readonly refusedConnections = counter('connections_refused_total', 'Connections over the limit.');
  readonly shipLag = gauge('shipper_lag_events', 'Events that a destination does not have.', 'destination');
  readonly shipLagSeconds = gauge('shipper_lag_seconds', 'Age of the oldest such event, in seconds.', 'destination');
  readonly shipParked = gauge('shipper_parked_events', 'Events that a destination refused.', 'destination');
  readonly approvals = gauge('approvals_waiting', 'Approval requests that are pending, at most 1,000.');
  readonly circuits = gauge('circuit_breakers_open', 'Open circuit breakers among the 1,000 latest callers.');
  readonly ready = gauge('ready', 'Whether the server is ready: 1 or 0.');
  readonly reloads = counter('reloads_total', 'Loads of changed files, by result.', 'result');
  readonly reloadFailing = gauge('reload_failing', 'Whether the files now have errors: 1 or 0.');
  readonly loadedAt = gauge('policies_loaded_timestamp_seconds', 'Time at which the policies were loaded.');
  readonly policies = gauge('policies_info', 'The digest of the policies that decide. The value is 1.', 'digest');
  readonly lostLogLines = counter('log_lines_lost_total', 'Lines of the server log that could not be written.');
  readonly lostSpans = counter('spans_lost_total', 'Spans that could not be sent.');
  readonly #process = new ProcessMetrics();

  /** Formats all metrics for Prometheus. */
  format(): string {
    const own = Object.values(this).filter(
      (each): each is Metric => each instanceof Values || each instanceof Histogram,
    );
    return formatMetrics([...own, ...this.#process.read()]);
  }

  close(): void {
    this.#process.close();
  }
}

/** Numbers of the process: event loop, memory and processor. */
class ProcessMetrics {
  readonly #loop = monitorEventLoopDelay({ resolution: 10 });
  readonly #delay = gauge('event_loop_delay_seconds', 'Delay of the event loop since the last reading.', 'quantile');
  readonly #memory = new Values('gauge', { name: 'process_resident_memory_bytes', help: 'Memory of the process.' });
  readonly #processor = new Values('counter', { name: 'process_cpu_seconds_total', help: 'Processor time.' });
  readonly #start = new Values('gauge', { name: 'process_start_time_seconds', help: 'Start of the process.' });

  constructor() {
    this.#loop.enable();
  }

  read(): readonly Metric[] {
    for (const quantile of [0.5, 0.99, 1]) this.#delay.set(this.#readDelay(quantile), String(quantile));
    this.#loop.reset();
    const { system, user } = process.cpuUsage();
    this.#memory.set(process.memoryUsage.rss());
    this.#processor.set((system + user) / 1e6);
    this.#start.set(Math.round(performance.timeOrigin) / 1_000);
    return [this.#delay, this.#memory, this.#processor, this.#start];
  }

  close(): void {
    this.#loop.disable();
  }

  /** The histogram counts the resolution of its timer, and is empty right after a reset. */
  #readDelay(quantile: number): number {
    const found = this.#loop.percentile(quantile * 100) / 1e9 - 0.01;
    return Number.isFinite(found) ? Math.max(0, found) : 0;
  }
}
