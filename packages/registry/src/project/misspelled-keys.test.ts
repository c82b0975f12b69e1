import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AgentSafeError, type Diagnostic } from '@agent-safe/core';
import { isNightly } from '@agent-safe/testkit';
import { shareFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { tryConfig } from '../settings/config.ts';
import { loadPlan } from './plan.ts';
import { readPolicyTests } from './policy-tests.ts';
import { readProject } from './project.ts';

const catalog = fileURLToPath(new URL('../../../../catalog', import.meta.url));
const folder = shareFolder();

const CONFIG = `registry: ./actions
policies: ./policies
inventory: ./inventory.yaml
subjects: ./subjects.yaml
keys: ./keys.json
state: ./state.db
issuer: agent-safe
signing_key_env: A_KEY
legacy_tokens: true
strict: true
require_verified_callers: false
ticket_pattern: "[A-Z]+"
delegation:
  max_depth: 3
  grants:
    - { parent: orchestrator, children: [worker] }
tickets: { audience: runner, ttl_seconds: 60 }
rate_limit:
  max_requests: 100
  window_seconds: 60
  circuit_breaker_threshold: 20
  circuit_breaker_window_seconds: 30
  circuit_breaker_cooldown_seconds: 300
cumulative_risk:
  window_seconds: 3600
  escalation_threshold: 30
  deny_threshold: 75
  risk_scores: { low: 1, medium: 5, high: 15, critical: 50 }
approvals:
  ttl_seconds: 3600
  quorum: 1
  roles: [approver]
  groups: [operations]
  rules:
    production: { quorum: 2, roles: [lead], groups: [database] }
  notifiers:
    - backend: webhook
      url: https://example.com
      secret_env: SECRET
      allow_private: true
    - backend: webhook
      url_env: URL
    - backend: slack
      url_env: SLACK_URL
      allow_private: false
runner:
  accounts:
    prod: { account_id: "123456789012", region: eu-west-1, role_arn: "arn:aws:iam::123456789012:role/agent", external_id: x1, endpoint_url: "http://127.0.0.1:5000", profile: prod }
  clusters:
    dev: { uid: 6f1c, kubeconfig: ./kubeconfig, context: dev }
  command_allowlist: [date, [ls, "*"]]
  blocking_prechecks: [pod-exists]
  ambient_credentials: false
  kubectl: kubectl
credential_vault:
  backend: environment
  variables:
    kubernetes: { token: TOKEN }
audit_log:
  path: ./audit.jsonl
  max_bytes: 4096
  checkpoint_events: 10
  checkpoint_seconds: 10
audit_shippers:
  - { backend: filesystem, path: ./copy.jsonl }
  - { backend: s3, bucket: logs, prefix: a, region: eu-west-1, endpoint: "https://example.com" }
  - { backend: webhook, url_env: URL, secret_env: SECRET, allow_private: false, batch: 500, format: ocsf, authorization_env: TOKEN }
  - { backend: syslog, host: siem.example, port: 6514, ca_file: ca.pem, cert_file: c.pem, key_file: k.pem, format: ocsf }
  - { backend: stdout, format: otlp }
`;

const PLAN =
  'steps:\n  - action: restart\n    target: dev/app\n    caller: agent\n    params: { namespace: dev }\n    ticket_id: JIRA-1\n';

const SUBJECTS = `subjects:
  - id: alice
    type: user
    roles: [admin]
    groups: [operations]
    agent_id: alice@example.com
    properties: { level: 3 }
`;

function problemsOfPlan(file: string): readonly Diagnostic[] {
  try {
    loadPlan(file);
    return [];
  } catch (error) {
    return error instanceof AgentSafeError ? error.diagnostics : [];
  }
}

const documents: readonly { name: string; text: string; load: (file: string) => readonly Diagnostic[] }[] = [
  ...readdirSync(join(catalog, 'actions')).map((name) => ({
    name: `actions/${name}`,
    text: readFileSync(join(catalog, 'actions', name), 'utf8'),
    load: (file: string) => readProject({ registry: file }).diagnostics,
  })),
  {
    name: 'policies',
    text: readFileSync(join(catalog, 'policies/default.yaml'), 'utf8'),
    load: (file) => readProject({ policies: file }).diagnostics,
  },
  {
    name: 'inventory',
    text: readFileSync(join(catalog, 'inventory.yaml'), 'utf8'),
    load: (file) => readProject({ inventory: file }).diagnostics,
  },
  {
    name: 'tests',
    text: readFileSync(join(catalog, 'tests/default-policies.yaml'), 'utf8'),
    load: (file) => readPolicyTests(file).diagnostics,
  },
  { name: 'subjects', text: SUBJECTS, load: (file) => readProject({ subjects: file }).diagnostics },
  { name: 'a plan', text: PLAN, load: problemsOfPlan },
  { name: 'agent-safe.yaml', text: CONFIG, load: (file) => tryConfig(file).diagnostics },
];

/** Mappings with free keys. Rules are free keys in the section of approvals. */
const FREE = [
  ...['labels', 'bindings', 'properties', 'params', 'rollback_params', 'rules', 'clusters', 'variables', 'kubernetes'],
  // Operators of conditions for AWS.
  ...['ArnEquals', 'StringEquals'],
];

interface Key {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly isFlow: boolean;
}

/** Returns every key of the schemas with its position. */
function keysOf(text: string): readonly Key[] {
  const keys: Key[] = [];
  visit(parseDocument(text), {
    Pair(_, pair, path) {
      const holder = path.at(-2);
      const isFree = isPair(holder) && isScalar(holder.key) && FREE.includes(String(holder.key.value));
      if (isFree || !isScalar(pair.key)) return;
      const [start = 0, end = 0] = pair.key.range ?? [];
      const map = path.at(-1);
      const line = text.slice(0, start).split('\n').length;
      keys.push({ name: String(pair.key.value), start, end, line, isFlow: isMap(map) && map.flow === true });
    },
  });
  return keys;
}

function misspell(name: string): string {
  const middle = Math.floor(name.length / 2);
  return name.slice(0, middle) + name.slice(middle + 1);
}

describe('T04 a misspelled, renamed or duplicate key is refused at load', () => {
  test.each(documents)('$name', ({ load, text }) => {
    const file = join(folder(), 'document.yaml');
    const errorsOf = (changed: string) => {
      writeFileSync(file, changed);
      return load(file).filter(({ severity }) => severity === 'error');
    };
    expect(errorsOf(text)).toEqual([]);
    const keys = keysOf(text);
    expect(keys.length).toBeGreaterThan(5);
    // The nightly run tests all keys; other runs test another third of each document.
    const tried = keys.filter((_, index) => isNightly || (index + text.length) % 3 === 0);
    for (const { end, isFlow, line, name, start } of tried) {
      const replace = (by: string) => errorsOf(text.slice(0, start) + by + text.slice(end));
      const here = { code: 'key_unknown', line, file: expect.stringContaining('document.yaml') as string };
      expect(replace(misspell(name)), `${name} misspelled`).toContainEqual(
        expect.objectContaining({ ...here, fix: expect.stringContaining(`Did you mean "${name}"?`) as string }),
      );
      expect(replace('xyzzy'), `${name} renamed`).toContainEqual(
        expect.objectContaining({ ...here, fix: expect.stringContaining(name) as string }),
      );
      const copy = isFlow ? `${name}: 1, ` : `${name}: 1\n${' '.repeat(start - text.lastIndexOf('\n', start - 1) - 1)}`;
      expect(errorsOf(text.slice(0, start) + copy + text.slice(start)), `${name} doubled`).toContainEqual(
        expect.objectContaining({
          code: 'key_duplicate',
          line: isFlow ? line : line + 1,
          message: `The key "${name}" is defined twice.`,
        }),
      );
    }
  });
});
