import type { TraceSettings } from '@agent-safe/schemas';
import type { AppServices } from '../app/app.ts';
import { SpanExporter } from './span-exporter.ts';
import { readTraceContext } from './trace-context.ts';

/** Makes a span for each request, and sends it. */
export interface Tracer {
  readonly trace: AppServices['trace'];
  close(): Promise<void>;
}

/** @param onLost called with the number of spans that could not be sent */
export function openTracer(settings: TraceSettings | undefined, onLost: (count: number) => void): Tracer {
  if (settings === undefined) return { trace: () => undefined, close: async () => undefined };
  const { headers_env, sample_ratio } = settings;
  const headers = headers_env === undefined ? '' : (process.env[headers_env] ?? '');
  const exporter = new SpanExporter(settings, headers, onLost);
  return {
    trace(request, route) {
      const context = readTraceContext(request.headers.get('traceparent'), sample_ratio);
      // The clock of the process does not jump during a span.
      const start = performance.timeOrigin + performance.now();
      const end = (status: number) => {
        if (!context.isSampled) return;
        // The URL and the headers of the request are not sent: they may hold secrets.
        const attributes = {
          'http.request.method': route.method.toUpperCase(),
          'http.route': route.path,
          'http.response.status_code': status,
        };
        const times = { start, end: performance.timeOrigin + performance.now() };
        exporter.add({ ...context, ...times, name: route.id, attributes, isError: status >= 500 });
      };
      return { id: context.traceId, end };
    },
    close: () => exporter.close(),
  };
}
