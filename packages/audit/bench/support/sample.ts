import type { AuditDraft } from '@agent-safe/core';

/** A decision event of typical size. */
export function sampleDraft(index: number): AuditDraft {
  const event_id = `evt-8f14e45f-ceea-467f-9575-${String(index).padStart(12, '0')}`;
  return {
    event_type: 'decision',
    event_id,
    fields: {
      audit_id: event_id,
      result: 'allow',
      code: 'rule',
      reason: 'Development environment is unrestricted',
      action: 'restart-deployment',
      action_version: '1.0.0',
      target: 'dev/test-app',
      caller: 'deploy-agent',
      caller_verified: false,
      params: { namespace: 'dev', deployment: 'app' },
      risk_class: 'medium',
      effective_risk: 'low',
      policy_matched: 'allow-dev-all',
      digest: 'pGs6cIp2sDfl7GQf1qQ9jU1RkF0xJr2hB3yqkq2o0sE',
      policy_digest: 'Zk1x0bW3o5rJc7VdQm9yH2tN4uP6aSgE8iLfKwTzXcU',
      evaluated_at: '2026-01-05T12:00:00.000Z',
    },
  };
}
