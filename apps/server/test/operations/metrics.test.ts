import { describe, expect, test } from 'vitest';
import { formatMetrics, Histogram, Values } from '../../src/metrics/metric-values.ts';
import { RESTART, SCALE } from '../support/project.ts';
import { check, createKey, startServer } from '../support/running.ts';

/** Reads the text format of Prometheus strictly: every line is a comment or a sample, and every sample has a type. */
function readMetrics(text: string): ReadonlyMap<string, number> {
  expect(text.endsWith('\n')).toBe(true);
  const types = new Set<string>();
  const samples = new Map<string, number>();
  for (const line of text.trimEnd().split('\n')) {
    const type = /^# TYPE (\w+) (?:counter|gauge|histogram)$/.exec(line)?.[1];
    if (type !== undefined) types.add(type);
    if (line.startsWith('# ')) continue;
    const [, name = '', labels = '', value] =
      /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(line) ?? [];
    expect(value, line).toBeDefined();
    expect(
      [name, name.replace(/_(bucket|sum|count)$/, '')].some((each) => types.has(each)),
      line,
    ).toBe(true);
    expect(samples.has(name + labels), line).toBe(false);
    samples.set(name + labels, Number(value?.replace('Inf', 'Infinity')));
  }
  return samples;
}

test('Prometheus reads what the server decided, recorded and answered', async () => {
  const { folder, token, url } = await startServer();
  const bearer = await token('agent-1');
  await check(url, bearer, RESTART);
  await check(url, bearer, SCALE);
  await check(url, 'wrong', RESTART);
  await fetch(`${url}/nowhere/${'x'.repeat(40)}`);
  const key = await createKey(folder, ['metrics:read']);
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${key}` } });
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const metrics = readMetrics(await response.text());
  expect(metrics.get('agent_safe_decisions_total{result="allow",code="rule"}')).toBe(1);
  expect(metrics.get('agent_safe_decisions_total{result="require_approval",code="rule"}')).toBe(1);
  expect(metrics.get('agent_safe_http_requests_total{route="check",status="200"}')).toBe(2);
  expect(metrics.get('agent_safe_http_requests_total{route="check",status="401"}')).toBe(1);
  // The path is the caller's, so it is no label.
  expect(metrics.get('agent_safe_http_requests_total{route="none",status="404"}')).toBe(1);
  expect(metrics.get('agent_safe_http_request_seconds_count{route="check"}')).toBe(3);
  expect(metrics.get('agent_safe_http_request_seconds_bucket{route="check",le="+Inf"}')).toBe(3);
  expect(metrics.get('agent_safe_approvals_waiting')).toBe(1);
  expect(metrics.get('agent_safe_circuit_breakers_open')).toBe(0);
  expect(metrics.get('agent_safe_audit_queue_events')).toBe(0);
  expect(metrics.get('agent_safe_ready')).toBe(1);
  expect(metrics.get('agent_safe_audit_append_seconds_count')).toBeGreaterThanOrEqual(2);
  expect(metrics.get('agent_safe_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
});

test('metrics are for API keys with their scope and for users, and not for agents or the public', async () => {
  const { token, url } = await startServer();
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  const headers = { authorization: `Bearer ${await token('agent-1')}` };
  expect((await fetch(`${url}/metrics`, { headers })).status).toBe(403);
});

test('metrics tell how far a destination is behind, and which circuit breakers are open', async () => {
  const { folder, token, url } = await startServer({
    answers: { 'restart-deployment': 'deny' },
    settings: {
      rate_limit: { max_requests: 100, window_seconds: 60, circuit_breaker_threshold: 1 },
      audit_shippers: [{ backend: 'webhook', url: 'http://127.0.0.1:9/', allow_private: true, format: 'cloudevents' }],
    },
    options: { onShippingFailure: () => undefined },
  });
  await check(url, await token('agent-1'), RESTART);
  const key = await createKey(folder, ['metrics:read']);
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${key}` } });
  const metrics = readMetrics(await response.text());
  const lag = [...metrics].find(([name]) => name.startsWith('agent_safe_shipper_lag_events{destination="webhook-'));
  expect(lag?.[1]).toBeGreaterThanOrEqual(1);
  expect(metrics.get('agent_safe_circuit_breakers_open')).toBe(1);
});

describe('the text of metrics', () => {
  test('labels are escaped', () => {
    const values = new Values('counter', { name: 'x_total', help: 'One\ntwo \\' }, ['a']);
    values.add(2, 'q"\\\n');
    expect(formatMetrics([values])).toBe(
      '# HELP x_total One\\ntwo \\\\\n# TYPE x_total counter\nx_total{a="q\\"\\\\\\n"} 2\n',
    );
  });

  test('buckets are cumulative', () => {
    const histogram = new Histogram({ name: 'x', help: 'X' }, [1, 2]);
    for (const seconds of [0.5, 1, 1.5, 9]) histogram.observe(seconds);
    expect(histogram.lines()).toEqual([
      'x_bucket{le="1"} 2',
      'x_bucket{le="2"} 3',
      'x_bucket{le="+Inf"} 4',
      'x_sum 12',
      'x_count 4',
    ]);
  });

  test('the number of series is bounded', () => {
    const values = new Values('counter', { name: 'x_total', help: 'X' }, ['a']);
    const histogram = new Histogram({ name: 'y', help: 'Y' }, [1], 'a');
    for (let index = 0; index < 5_000; index++) {
      values.add(1, `value-${index}`);
      histogram.observe(1, `value-${index}`);
    }
    expect(values.lines()).toHaveLength(1_001);
    expect(values.lines().at(-1)).toBe('x_total{a="other"} 4000');
    expect(histogram.lines().filter((line) => line.startsWith('y_count'))).toHaveLength(1_001);
  });
});
