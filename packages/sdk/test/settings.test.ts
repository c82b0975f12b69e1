import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApprovalSettings } from '@agent-safe/approvals';
import { openSettings } from '@agent-safe/registry/open';
import { completeCumulativeRisk, completeRateLimit } from '@agent-safe/risk';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';

/** Reads a configuration file with one key. */
async function settingsOf(key: string, value: object) {
  const cwd = makeFolder();
  writeFileSync(join(cwd, 'agent-safe.yaml'), JSON.stringify({ [key]: value }));
  return openSettings({ cwd });
}

// Schemas read files, and packages read options. A setting must mean the same in both.
test.each<['rate_limit' | 'cumulative_risk' | 'approvals', object]>([
  ['rate_limit', {}],
  ['rate_limit', { max_requests: 7, window_seconds: 5, circuit_breaker_threshold: 2 }],
  ['cumulative_risk', {}],
  ['cumulative_risk', { deny_threshold: 100, risk_scores: { critical: 80, low: 0 } }],
  ['approvals', {}],
  ['approvals', { groups: ['sre'], quorum: 2 }],
  ['approvals', { ttl_seconds: 60, rules: { production: { roles: ['lead'], quorum: 3 } } }],
])('%s means the same in a file and as an option: %j', async (key, value) => {
  const { approvals, cumulativeRisk, rateLimit } = await settingsOf(key, value);
  const [file, option] = {
    rate_limit: [rateLimit, () => completeRateLimit(value)] as const,
    cumulative_risk: [cumulativeRisk, () => completeCumulativeRisk(value)] as const,
    approvals: [approvals, () => readApprovalSettings(value)] as const,
  }[key];
  expect(file).toEqual(option());
});

test.each<['rate_limit' | 'cumulative_risk' | 'approvals', object]>([
  ['rate_limit', { max_requests: 0 }],
  ['rate_limit', { window_seconds: -1 }],
  ['rate_limit', { circuit_breaker_threshold: 1.5 }],
  ['cumulative_risk', { escalation_threshold: 80 }],
  ['cumulative_risk', { risk_scores: { low: -1 } }],
  ['approvals', { quorum: 101 }],
  ['approvals', { roles: [] }],
  ['approvals', { ttl_seconds: 0 }],
])('%s is refused in a file and as an option: %j', async (key, value) => {
  const complete = {
    rate_limit: completeRateLimit,
    cumulative_risk: completeCumulativeRisk,
    approvals: readApprovalSettings,
  };
  await expect(settingsOf(key, value)).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  expect(() => complete[key](value)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }));
});
