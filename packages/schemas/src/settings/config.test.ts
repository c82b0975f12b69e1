import { describe, expect, test } from 'vitest';
import { readConfig } from '../index.ts';

/** One line for each diagnostic: `path: message fix`. */
function say(document: unknown): string {
  return readConfig(document)
    .diagnostics.map(({ fix, message, path }) => `${path.join('.')}: ${message} ${fix ?? ''}`.trim())
    .join('\n');
}

describe('token settings of agent-safe.yaml', () => {
  const defaults = {
    issuer: 'agent-safe',
    delegation: { max_depth: 5, grants: [] },
    tickets: { audience: 'agent-safe-runner', ttl_seconds: 300 },
  };

  test.each<[string, object]>([
    ['nothing', {}],
    ['null', { issuer: null, delegation: null, tickets: null, state: null }],
    ['an empty mapping', { delegation: {}, tickets: {} }],
    ['null members', { delegation: { max_depth: null, grants: null }, tickets: { audience: null, ttl_seconds: null } }],
  ])('%s leaves the defaults', (_, given) => {
    expect(readConfig(given)).toMatchObject({ document: defaults, diagnostics: [] });
  });

  test('a set member leaves the other member at its default', () => {
    const { document } = readConfig({ delegation: { max_depth: 1 }, tickets: { audience: 'ci' } });
    expect(document).toMatchObject({
      delegation: { max_depth: 1, grants: [] },
      tickets: { audience: 'ci', ttl_seconds: 300 },
    });
  });

  test('one parent may have two grants', () => {
    const grants = [
      { parent: 'orchestrator', children: ['worker-*'] },
      { parent: 'orchestrator', children: ['auditor'] },
    ];
    expect(readConfig({ delegation: { grants } })).toMatchObject({
      document: { delegation: { grants } },
      diagnostics: [],
    });
  });

  test.each<[string, object]>([
    ['delegation.max_depth', { delegation: { max_depth: 1 } }],
    ['delegation.max_depth', { delegation: { max_depth: 16 } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 1 } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 86_400 } }],
  ])('%s may be %j', (_, given) => {
    expect(say(given)).toBe('');
  });

  test.each<[string, object]>([
    ['delegation.max_depth', { delegation: { max_depth: 0 } }],
    ['delegation.max_depth', { delegation: { max_depth: 17 } }],
    ['delegation.max_depth', { delegation: { max_depth: 1.5 } }],
    ['delegation.max_depth', { delegation: { max_depth: '5' } }],
    ['delegation.grants', { delegation: { grants: {} } }],
    ['delegation.grants.0', { delegation: { grants: [{ parent: 'a' }] } }],
    ['delegation.grants.0', { delegation: { grants: [{ children: ['a'] }] } }],
    ['delegation.grants.0.parent', { delegation: { grants: [{ parent: ' a', children: [] }] } }],
    ['delegation.grants.0.children', { delegation: { grants: [{ parent: 'a', children: 'b' }] } }],
    ['delegation.grants.0.children.0', { delegation: { grants: [{ parent: 'a', children: [''] }] } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 0 } }],
    ['tickets.ttl_seconds', { tickets: { ttl_seconds: 86_401 } }],
    ['tickets.audience', { tickets: { audience: '' } }],
    ['issuer', { issuer: '' }],
    ['state', { state: '' }],
    ['state', { state: 7 }],
  ])('a mistake at %s is found: %j', (path, given) => {
    expect(say(given)).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}[.:]`));
  });

  test.each<[string, object, string]>([
    ['isuer', { isuer: 'a' }, 'issuer'],
    ['max_dept', { delegation: { max_dept: 3 } }, 'max_depth'],
    ['grant', { delegation: { grant: [] } }, 'grants'],
    ['child', { delegation: { grants: [{ parent: 'a', childen: [] }] } }, 'children'],
    ['ttl_second', { tickets: { ttl_second: 3 } }, 'ttl_seconds'],
  ])('T04 a misspelled key (%s) is refused, with the closest match', (_, given, meant) => {
    expect(say(given)).toContain(`Did you mean "${meant}"?`);
  });
});

describe('limit settings of agent-safe.yaml', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    ['null', { rate_limit: null, cumulative_risk: null }],
  ])('%s turns them off', (_, given) => {
    const { document } = readConfig(given);
    expect(document).not.toHaveProperty('rate_limit');
    expect(document).not.toHaveProperty('cumulative_risk');
  });

  test.each<[string, object]>([
    ['an empty mapping', { rate_limit: {}, cumulative_risk: {} }],
    [
      'null members',
      {
        rate_limit: { max_requests: null, window_seconds: null, circuit_breaker_window_seconds: null },
        cumulative_risk: { deny_threshold: null, escalation_threshold: null, risk_scores: null },
      },
    ],
    ['no score', { rate_limit: {}, cumulative_risk: { risk_scores: { low: null } } }],
  ])('%s turns them on with every default', (_, given) => {
    expect(readConfig(given).document).toMatchObject({
      rate_limit: {
        max_requests: 100,
        window_seconds: 60,
        circuit_breaker_threshold: 0,
        circuit_breaker_window_seconds: 60,
        circuit_breaker_cooldown_seconds: 300,
      },
      cumulative_risk: {
        window_seconds: 3_600,
        escalation_threshold: 30,
        deny_threshold: 75,
        risk_scores: { low: 1, medium: 5, high: 15, critical: 50 },
      },
    });
  });

  test('denials count for window_seconds by default', () => {
    const windowOf = (rate_limit: object) =>
      readConfig({ rate_limit }).document?.rate_limit?.circuit_breaker_window_seconds;
    expect(windowOf({ window_seconds: 10 })).toBe(10);
    expect(windowOf({ window_seconds: 10, circuit_breaker_window_seconds: 600 })).toBe(600);
  });

  test.each<[object]>([
    [{ rate_limit: { max_requests: 1, window_seconds: 0.001, circuit_breaker_cooldown_seconds: 31_536_000 } }],
    [{ cumulative_risk: { escalation_threshold: 75 } }],
    [{ cumulative_risk: { deny_threshold: 30 } }],
    [{ cumulative_risk: { risk_scores: { low: 0, critical: 1_000_000_000 } } }],
  ])('%j is within the bounds', (given) => {
    expect(say(given)).toBe('');
  });

  test.each<[string, object]>([
    ['rate_limit', { rate_limit: 100 }],
    ['rate_limit.max_requests', { rate_limit: { max_requests: 0 } }],
    ['rate_limit.max_requests', { rate_limit: { max_requests: 1.5 } }],
    ['rate_limit.max_requests', { rate_limit: { max_requests: '100' } }],
    ['rate_limit.window_seconds', { rate_limit: { window_seconds: 0 } }],
    ['rate_limit.window_seconds', { rate_limit: { window_seconds: 31_536_001 } }],
    ['rate_limit.circuit_breaker_threshold', { rate_limit: { circuit_breaker_threshold: -1 } }],
    ['rate_limit.circuit_breaker_window_seconds', { rate_limit: { circuit_breaker_window_seconds: 0 } }],
    ['rate_limit.circuit_breaker_cooldown_seconds', { rate_limit: { circuit_breaker_cooldown_seconds: 0 } }],
    ['cumulative_risk.window_seconds', { cumulative_risk: { window_seconds: 0 } }],
    ['cumulative_risk.escalation_threshold', { cumulative_risk: { escalation_threshold: 0 } }],
    ['cumulative_risk.deny_threshold', { cumulative_risk: { deny_threshold: 0 } }],
    ['cumulative_risk.risk_scores.low', { cumulative_risk: { risk_scores: { low: -1 } } }],
    ['cumulative_risk.risk_scores.high', { cumulative_risk: { risk_scores: { high: 1_000_000_001 } } }],
    // If the thresholds contradict each other, the diagnostic points at the threshold in the file.
    ['cumulative_risk.deny_threshold', { cumulative_risk: { deny_threshold: 29 } }],
    ['cumulative_risk.deny_threshold', { cumulative_risk: { escalation_threshold: 50, deny_threshold: 49 } }],
    ['cumulative_risk.escalation_threshold', { cumulative_risk: { escalation_threshold: 76 } }],
  ])('a mistake at %s is found: %j', (path, given) => {
    expect(say(given)).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}:`));
  });

  test('the diagnostic names both thresholds', () => {
    expect(say({ cumulative_risk: { deny_threshold: 20 } })).toBe(
      'cumulative_risk.deny_threshold: "deny_threshold" (20) is below "escalation_threshold" (30). Raise "deny_threshold", or lower "escalation_threshold".',
    );
  });
});

describe('approval settings of agent-safe.yaml', () => {
  const approvalsOf = (approvals: object | null) => readConfig({ approvals }).document?.approvals;
  const defaults = { ttl_seconds: 3_600, quorum: 1, roles: ['approver'], groups: [], rules: {}, notifiers: [] };

  test.each<[string, object]>([
    ['nothing', {}],
    ['null', { approvals: null }],
    ['an empty mapping', { approvals: {} }],
    ['null members', { approvals: { ttl_seconds: null, roles: null, rules: null, notifiers: null } }],
  ])('%s leaves the defaults', (_, given) => {
    expect(readConfig(given).document?.approvals).toEqual(defaults);
  });

  test('roles or groups replace the default role', () => {
    expect(approvalsOf({ groups: ['operations'] })).toMatchObject({ roles: [], groups: ['operations'] });
    expect(approvalsOf({ roles: ['lead'] })).toMatchObject({ roles: ['lead'], groups: [] });
    expect(approvalsOf({ quorum: 2 })).toMatchObject({ quorum: 2, roles: ['approver'] });
  });

  test('a rule has only its own requirements', () => {
    const rules = { production: { quorum: 2 }, database: { roles: [], groups: ['dba'] } };
    expect(approvalsOf({ rules })?.rules).toEqual(rules);
  });

  test.each<[string, object]>([
    ['ttl_seconds', { ttl_seconds: 0 }],
    ['ttl_seconds', { ttl_seconds: 31_536_001 }],
    ['quorum', { quorum: 0 }],
    ['quorum', { quorum: 101 }],
    ['quorum', { quorum: 1.5 }],
    ['roles', { roles: 'approver' }],
    ['roles.0', { roles: [' approver'] }],
    ['rules', { rules: [] }],
    ['rules.a', { rules: { a: 2 } }],
    ['rules.a.quorum', { rules: { a: { quorum: 0 } } }],
    // There must be approvers.
    ['roles', { roles: [] }],
    ['groups', { groups: [] }],
    ['roles', { roles: [], rules: { a: { roles: ['lead'] } } }],
    ['rules.a.roles', { rules: { a: { roles: [] } } }],
    ['rules.a.groups', { groups: ['dba'], rules: { a: { groups: [] } } }],
  ])('a mistake at approvals.%s is found: %j', (path, approvals) => {
    expect(say({ approvals })).toMatch(new RegExp(`^approvals\\.${path.replaceAll('.', '\\.')}: [^\\n]*$`));
  });

  test('a notifier names the environment variables with its secrets', () => {
    const notifiers = [
      { backend: 'webhook', url: 'https://example.com' },
      { backend: 'webhook', url_env: 'URL', secret_env: 'SECRET', allow_private: true },
      { backend: 'slack', url_env: 'SLACK_URL' },
    ];
    expect(approvalsOf({ notifiers })?.notifiers).toEqual([
      {
        backend: 'webhook',
        url: 'https://example.com',
        secret_env: 'AGENT_SAFE_WEBHOOK_SECRET',
        allow_private: false,
      },
      { backend: 'webhook', url_env: 'URL', secret_env: 'SECRET', allow_private: true },
      { backend: 'slack', url_env: 'SLACK_URL', allow_private: false },
    ]);
  });

  test.each<[string, object, string]>([
    ['a webhook without a URL', { backend: 'webhook' }, 'A webhook needs either "url" or "url_env".'],
    [
      'a webhook with two URLs',
      { backend: 'webhook', url: 'a', url_env: 'A' },
      'A webhook needs either "url" or "url_env".',
    ],
    ['T21 the Slack URL itself, which is a secret', { backend: 'slack', url: 'a' }, 'Did you mean "url_env"?'],
    ['Slack without a variable', { backend: 'slack' }, 'The key "url_env" is missing.'],
    ['an invalid name of a variable', { backend: 'slack', url_env: 'https://a' }, 'name of an environment variable'],
    ['another backend', { backend: 'email' }, '"email" is not one of webhook, slack.'],
    ['no backend', { url: 'a' }, 'The key "backend" is missing.'],
    ['T04 a misspelled backend', { bakend: 'slack', url_env: 'A' }, 'Did you mean "backend"?'],
  ])('%s is refused', (_, notifier, message) => {
    expect(say({ approvals: { notifiers: [notifier] } })).toContain(message);
  });
});

describe('credential_vault', () => {
  test('the vault for Kubernetes has defaults', () => {
    const { document } = readConfig({ credential_vault: { backend: 'kubernetes' } });
    expect(document?.credential_vault).toEqual({
      backend: 'kubernetes',
      namespace: 'agent-safe-leases',
      owner: 'agent-safe',
      clusters: {},
    });
  });

  test('the vault for AWS has defaults', () => {
    const { document } = readConfig({ credential_vault: { backend: 'aws-sts' } });
    expect(document?.credential_vault).toEqual({ backend: 'aws-sts', revoke: true, accounts: {} });
  });

  test.each<[object, string]>([
    [{ backend: 'vault' }, '"vault" is not one of aws-sts, environment, kubernetes.'],
    [{ backend: 'kubernetes', namespase: 'a' }, 'Did you mean "namespace"?'],
    [{ backend: 'kubernetes', variables: {} }, 'The key "variables" is not known here.'],
    [{ backend: 'kubernetes', namespace: 'A_b' }, 'must be the name of a namespace'],
    [{ backend: 'kubernetes', owner: 'a b' }, 'must be at most 63 letters'],
    [{ backend: 'aws-sts', role_arn: 'a' }, 'The key "role_arn" is not known here.'],
    [{ backend: 'aws-sts', accounts: { prod: { role: 'a' } } }, 'Did you mean "role_arn"?'],
    [
      { backend: 'aws-sts', accounts: { prod: { role_arn: 'arn:aws:iam::1:role/a' } } },
      'must be the ARN of an IAM role',
    ],
    [{ backend: 'aws-sts', revoke: 'no' }, '"revoke" must be'],
  ])('%j is refused', (credential_vault, message) => {
    expect(say({ credential_vault })).toContain(message);
  });
});
