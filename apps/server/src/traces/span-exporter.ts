import type { TraceSettings } from '@agent-safe/schemas';

/** An ended span of one request. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  /** The id of the route. */
  readonly name: string;
  /** Milliseconds since 1970, UTC. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, number | string>>;
  readonly isError: boolean;
}

/** Spans of one request to the endpoint. */
const LARGEST_BATCH = 512;
/** Spans that may wait. Later ones are lost, and counted. */
const MOST_WAITING = 4_096;
/** Milliseconds between two requests to the endpoint. */
const INTERVAL = 1_000;
/** Milliseconds of one request. */
const TIMEOUT = 5_000;

/** Sends spans by OTLP over HTTP, in the background. An endpoint that is down costs spans, and delays no request. */
export class SpanExporter {
  readonly #settings: TraceSettings;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #onLost: (count: number) => void;
  readonly #timer: NodeJS.Timeout;
  #waiting: Span[] = [];
  #sending: Promise<void> = Promise.resolve();
  #isSending = false;

  constructor(settings: TraceSettings, headers: string, onLost: (count: number) => void) {
    this.#settings = settings;
    this.#headers = { 'content-type': 'application/json', ...readHeaders(headers) };
    this.#onLost = onLost;
    this.#timer = setInterval(() => this.#send(), INTERVAL).unref();
  }

  add(span: Span): void {
    if (this.#waiting.length >= MOST_WAITING) this.#onLost(1);
    else this.#waiting.push(span);
    if (this.#waiting.length >= LARGEST_BATCH) this.#send();
  }

  /** Sends the spans that wait, each batch at most once. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
    this.#send();
    await this.#sending;
    this.#onLost(this.#waiting.splice(0).length);
  }

  #send(): void {
    if (this.#isSending || this.#waiting.length === 0) return;
    this.#isSending = true;
    const batch = this.#waiting.splice(0, LARGEST_BATCH);
    this.#sending = this.#post(batch)
      .catch(() => this.#onLost(batch.length))
      .finally(() => {
        this.#isSending = false;
      });
  }

  async #post(spans: readonly Span[]): Promise<void> {
    const { endpoint, service_name } = this.#settings;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: this.#headers,
      body: JSON.stringify(toOtlp(spans, service_name)),
      // A redirect could lead the headers elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The endpoint answered ${response.status}.`);
  }
}

/** Reads headers as OpenTelemetry writes them in a variable: `name=value,name=value`, with percent encoding. */
function readHeaders(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' ? [] : [[name.trim().toLowerCase(), decodeURIComponent(value.join('=').trim())] as const];
  });
  return Object.fromEntries(pairs);
}

/** The JSON form of the OpenTelemetry protocol. */
function toOtlp(spans: readonly Span[], service: string): object {
  const resource = { attributes: toAttributes({ 'service.name': service }) };
  const scopeSpans = [{ scope: { name: 'agent-safe' }, spans: spans.map(toOtlpSpan) }];
  return { resourceSpans: [{ resource, scopeSpans }] };
}

/** The kind of a span that answers a request. */
const SERVER_KIND = 2;
const ERROR_STATUS = 2;

function toOtlpSpan({ attributes, end, isError, name, parentId, spanId, start, traceId }: Span): object {
  return {
    traceId,
    spanId,
    ...(parentId === undefined ? {} : { parentSpanId: parentId }),
    name,
    kind: SERVER_KIND,
    startTimeUnixNano: toNanoseconds(start),
    endTimeUnixNano: toNanoseconds(end),
    attributes: toAttributes(attributes),
    ...(isError ? { status: { code: ERROR_STATUS } } : {}),
  };
}

function toNanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1_000)) * 1_000n);
}

function toAttributes(attributes: Span['attributes']): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => {
    return { key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } };
  });
}
