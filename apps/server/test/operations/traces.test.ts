import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readTraceContext } from '../../src/traces/trace-context.ts';
import { RESTART } from '../support/project.ts';
import { check, readJson, startServer } from '../support/running.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

/** A collector that keeps what it gets. */
async function startCollector(status = 200) {
  const received: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  const keep = async (message: IncomingMessage, answer: ServerResponse) => {
    received.push({ headers: message.headers, body: await text(message) });
    answer.writeHead(status).end('{}');
  };
  const server = createServer((message, answer) => void keep(message, answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  return { endpoint: `http://127.0.0.1:${port}/v1/traces`, received };
}

test('the trace of the client is in the log of decisions, and the span of the server reaches the collector', async () => {
  vi.stubEnv('OTLP_HEADERS', 'authorization=Bearer%20collector-key');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { endpoint, received } = await startCollector();
  const traces = { endpoint, headers_env: 'OTLP_HEADERS', service_name: 'safe' };
  const { audit, log, server, token, url } = await startServer({ server: { traces } });
  const bearer = await token('agent-1');
  const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'secret=s3cr3t', baggage: 'key=s3cr3t' };
  const decision = await readJson(await check(url, bearer, RESTART, headers));
  await server.close();
  const event = audit()
    .split('\n')
    .find((line) => line.includes(decision.audit_id));
  expect(JSON.parse(event ?? '')).toMatchObject({ correlation_id: `trace:${TRACE}` });
  expect(log().find(({ event: name }) => name === 'request')).toMatchObject({ trace_id: TRACE });
  const [batch] = received;
  expect(batch?.headers.authorization).toBe('Bearer collector-key');
  const { resourceSpans } = JSON.parse(batch?.body ?? '');
  expect(resourceSpans[0].resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'safe' } }]);
  const [span] = resourceSpans[0].scopeSpans[0].spans;
  expect(span).toMatchObject({
    traceId: TRACE,
    parentSpanId: PARENT,
    spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    name: 'check',
    kind: 2,
    attributes: [
      { key: 'http.request.method', value: { stringValue: 'POST' } },
      { key: 'http.route', value: { stringValue: '/api/v1/check' } },
      { key: 'http.response.status_code', value: { intValue: '200' } },
    ],
  });
  expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
  for (const place of [batch?.body, audit(), JSON.stringify(log())]) expect(place).not.toContain('s3cr3t');
});

test('T05 without traces in the settings, a caller does not choose the correlation of its decisions', async () => {
  const { audit, server, token, url } = await startServer();
  await check(url, await token('agent-1'), RESTART, { traceparent: `00-${TRACE}-${PARENT}-01` });
  await server.close();
  expect(audit()).not.toContain(TRACE);
});

test('a collector that is down costs spans, and no decision', async () => {
  const { endpoint } = await startCollector(503);
  const { server, token, url } = await startServer({ server: { traces: { endpoint } } });
  expect(await readJson(await check(url, await token('agent-1'), RESTART))).toMatchObject({ result: 'allow' });
  await server.close();
});

describe('traceparent is untrusted', () => {
  test.each([
    null,
    '',
    'x',
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}x-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01\n${TRACE}`,
    `01-${TRACE}-${PARENT}-01-${'x'.repeat(500)}`,
  ])('%j begins a new trace', (header) => {
    const context = readTraceContext(header, 1);
    expect(context.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(context.traceId).not.toBe(TRACE);
    expect(context.parentId).toBeUndefined();
  });

  test('a client turns on no more traces than the ratio', () => {
    const marked = `00-${TRACE}-${PARENT}-01`;
    expect(readTraceContext(marked, 1)).toMatchObject({ traceId: TRACE, parentId: PARENT, isSampled: true });
    expect(readTraceContext(`00-${TRACE}-${PARENT}-00`, 1).isSampled).toBe(false);
    expect(readTraceContext(marked, 0).isSampled).toBe(false);
    expect(readTraceContext(null, 0).isSampled).toBe(false);
    expect(readTraceContext(null, 1).isSampled).toBe(true);
  });
});
