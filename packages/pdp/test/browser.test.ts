import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { canonicalJson, plain } from '@agent-safe/core';
import { loadProject, makeBundle } from '@agent-safe/registry';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DecideRequest, Pdp } from '../src/index.ts';

const catalog = (path: string) => fileURLToPath(new URL(`../../../catalog/${path}`, import.meta.url));
const at = Date.UTC(2026, 0, 5, 10);

const REQUESTS: readonly Omit<DecideRequest, 'at'>[] = [
  { action: 'restart-deployment', target: 'dev/test-app', params: { namespace: 'dev', deployment: 'app' } },
  { action: 'restart-deployment', target: 'prod/api-server', params: { namespace: 'prod', deployment: 'api' } },
  { action: 'restart-deployment', target: 'dev/test-app', params: { namespace: 'kube-system', deployment: 'coredns' } },
  { action: 'scale-deployment', target: 'dev/test-app', params: { namespace: 'dev', deployment: 'a', replicas: 9999 } },
  {
    action: 'get-pod-logs',
    target: 'staging/api-pods',
    params: { namespace: 'staging', pod: 'api-1' },
    caller: 'reader.1',
  },
  { action: 'restart-deploymnt', target: 'dev/test-app' },
  // The unsigned token is padded, so that only its decoded text reveals the type.
  { action: 'rollout-status', target: 'dev/test-app', caller: 'IHsiYWxnIjoibm9uZSJ9.IHsiYSI6MX0.' },
];

describe('in a browser or worker, without the globals and modules of Node', () => {
  const bundle = makeBundle(
    loadProject({ registry: catalog('actions'), policies: catalog('policies'), inventory: catalog('inventory.yaml') }),
    { strict: true, requireVerifiedCallers: false, ticketPattern: undefined },
    1,
  );
  const text = canonicalJson(plain(bundle));
  let code: string;

  beforeAll(async () => {
    // An import of a Node module fails in a build for browsers.
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
      bundle: true,
      conditions: ['@agent-safe/source'],
      format: 'iife',
      globalName: 'pdp',
      logLevel: 'silent',
      platform: 'browser',
      write: false,
    });
    code = outputFiles[0]?.text ?? '';
  });

  /** Evaluates an expression with `given`, in a context with only the language and UTF-8. */
  function evaluate(expression: string, given: unknown): unknown {
    const context = createContext({ TextDecoder, TextEncoder });
    runInContext(`${code}; const given = ${JSON.stringify(given)};`, context);
    return JSON.parse(String(runInContext(`JSON.stringify(${expression})`, context)));
  }

  test('Pdp.load reads a bundle, then decides and explains as on Node', () => {
    const pdp = Pdp.load(text);
    const requests = REQUESTS.map((request) => ({ ...request, at }));
    const answers = evaluate(
      '(({ requests, text }, loaded = pdp.Pdp.load(text)) => requests.map((request) => [loaded.decide(request), loaded.explain(request)]))(given)',
      { text, requests },
    );
    const expected = requests.map((request) => [pdp.decide(request), pdp.explain(request)]);
    expect(answers).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(expected.map(([verdict]) => (verdict as { code: string }).code)).toEqual([
      'rule',
      'rule',
      'target_mismatch',
      'params_invalid',
      'rule',
      'action_unknown',
      'caller_invalid',
    ]);
  });

  test('a changed bundle is refused because of its digest', () => {
    const changed = canonicalJson(plain({ ...bundle, revision: 2 }));
    const message = evaluate(
      '(() => { try { pdp.Pdp.load(given); } catch ({ message }) { return message; } })()',
      changed,
    );
    expect(message).toMatch(/^The bundle was changed after it was made/);
  });
});
