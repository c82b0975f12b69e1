import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { resolveSettings } from './config.ts';

/** Returns options as an untyped program passes them. */
function resolveUntyped(options: object) {
  return resolveSettings({ cwd: makeFolder(), config: false, ...options });
}

test.each<[object, string]>([
  [{ delegation: { max_dept: 3 } }, 'Unknown option: delegation.max_dept. Did you mean "max_depth"?'],
  [
    { delegation: { depth_of_chains: 3 } },
    'Unknown option: delegation.depth_of_chains. The known names are max_depth, grants.',
  ],
  [
    { delegation: { grants: [{ parent: 'a', childen: [] }] } },
    'Unknown option: delegation.grants[0].childen. Did you mean "children"?',
  ],
  [{ tickets: { ttl_second: 3 } }, 'Unknown option: tickets.ttl_second. Did you mean "ttl_seconds"?'],
  [{ tickets: null }, 'Invalid option: tickets. It must be an object, but it is null.'],
  [{ state: 7 }, 'Invalid option: state. It must be text, but it is an integer.'],
  [{ state: '' }, 'Invalid option: state. It must be text, but it is empty.'],
  [{ state: null }, 'Invalid option: state. It must be text, but it is null.'],
])('the option %j is refused with its path', (options, message) => {
  expect(() => resolveUntyped(options)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }));
  expect(() => resolveUntyped(options)).toThrow(message);
});

test('an undefined option keeps the setting', () => {
  const undefined_ = {
    state: undefined,
    issuer: undefined,
    delegation: { max_depth: undefined },
    tickets: { audience: undefined },
  };
  expect(resolveUntyped(undefined_)).toEqual({ ...resolveUntyped({}) });
});

test('without a file there are no limits and no risk score, and approvals have their defaults', () => {
  expect(resolveUntyped({})).toMatchObject({
    rateLimit: undefined,
    cumulativeRisk: undefined,
    approvals: { ttl_seconds: 3_600, quorum: 1, roles: ['approver'], groups: [], rules: {} },
    notifiers: [],
  });
});

test('limits, risk and approvals are read from the file, and notifiers are separate', () => {
  const cwd = makeFolder({
    'agent-safe.yaml': `rate_limit: { max_requests: 5 }
cumulative_risk: {}
approvals:
  groups: [operations]
  rules: { production: { quorum: 2 } }
  notifiers: [{ backend: slack, url_env: SLACK_URL }]
`,
  });
  const { approvals, cumulativeRisk, notifiers, rateLimit } = resolveSettings({ cwd });
  expect(rateLimit).toMatchObject({ max_requests: 5, window_seconds: 60, circuit_breaker_threshold: 0 });
  expect(cumulativeRisk).toMatchObject({ escalation_threshold: 30, deny_threshold: 75 });
  expect(approvals).toEqual({
    ttl_seconds: 3_600,
    quorum: 1,
    roles: [],
    groups: ['operations'],
    rules: { production: { quorum: 2 } },
  });
  expect(notifiers).toEqual([{ backend: 'slack', url_env: 'SLACK_URL', allow_private: false }]);
});
