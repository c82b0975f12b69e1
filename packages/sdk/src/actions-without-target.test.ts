import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { keySet, loadKeys } from '@agent-safe/registry';
import { MemoryNonceStore, TicketVerifier } from '@agent-safe/tickets';
import { readKeySet } from '@agent-safe/tokens';
import { describe, expect, test } from 'vitest';
import { type Answers, makeProject, NOON } from '../test/support/project.ts';
import { StandInCluster } from '../test/support/stand-in-cluster.ts';
import type { AgentSafe, OpenOptions } from './index.ts';

const SEND = `
name: send-email
version: 1.0.0
description: Send an e-mail
risk_class: high
target_types: []
parameters:
  - { name: to, type: string }
  - { name: body, type: string, sensitive: true }
`;
const RESTART = SEND.replace('send-email', 'restart').replace('[]', '[k8s-deployment]');
const send = { action: 'send-email', params: { to: 'a@example.com', body: 'hello' } } as const;

function open(answers: Answers, given: OpenOptions = {}) {
  const project = makeProject(answers);
  const registry = join(project.folder, 'actions');
  mkdirSync(registry);
  writeFileSync(join(registry, 'send-email.yaml'), SEND);
  writeFileSync(join(registry, 'restart.yaml'), RESTART);
  return { ...project, registry, open: () => project.open({ registry, strict: true, ...given }) };
}

async function ticketOf(safe: AgentSafe, request: object = {}): Promise<string> {
  const { reason, ticket } = await safe.check({ ...send, ...request });
  if (ticket === undefined) throw new Error(reason);
  return ticket.token;
}

describe('T58 an action without a target', () => {
  test('is decided, recorded and executed without one, in strict mode', async () => {
    const mail = new StandInCluster();
    const project = open({ 'send-email': 'allow' }, { executors: [mail] });
    const safe = await project.open();
    const decision = await safe.check({ ...send, caller: 'support' });
    expect(decision).toMatchObject({ result: 'allow', target: null, risk_class: 'high', effective_risk: 'high' });
    expect(project.events().at(-1)).toMatchObject({ event_type: 'decision', action: 'send-email', target: null });
    const executed = await safe.runner.execute(decision.ticket?.token ?? '', {
      executor: 'stand-in',
      params: send.params,
    });
    expect(executed).toMatchObject({ ok: true, outcome: 'success' });
    expect(mail.executions).toMatchObject([{ target: null, params: send.params }]);
    const again = await safe.runner.execute(decision.ticket?.token ?? '', {
      executor: 'stand-in',
      params: send.params,
    });
    expect(again).toMatchObject({ code: 'ticket_replayed' });
  });

  test('says which executors support it', async () => {
    const safe = await open({ 'send-email': 'allow' }, { runner: { ambient_credentials: true } }).open();
    const token = await ticketOf(safe);
    expect(await safe.runner.dryRun(token, { executor: 'dry-run', params: send.params })).toMatchObject({
      outcome: 'success',
    });
    expect(await safe.runner.execute(token, { executor: 'mail', params: send.params })).toMatchObject({
      ok: false,
      code: 'executor_unknown',
    });
  });

  test('is not executed with the ticket of a request that names a target', async () => {
    const mail = new StandInCluster();
    const project = open({ '*': 'allow' }, { executors: [mail] });
    const safe = await project.open();
    // The runner has read the definition when the file changes.
    await safe.runner.reconcile();
    writeFileSync(join(project.registry, 'send-email.yaml'), SEND.replace('[]', '[k8s-deployment]'));
    const targeted = await (await project.open()).check({ ...send, target: 'dev/test-app' });
    expect(targeted.result).toBe('allow');
    const refused = await safe.runner.execute(targeted.ticket?.token ?? '', {
      executor: 'stand-in',
      params: send.params,
    });
    expect(refused).toMatchObject({ ok: false, code: 'definition_mismatch' });
    expect(mail.executions).toEqual([]);
  });

  test('has a digest of its own', async () => {
    const safe = await open({ '*': 'allow' }, { strict: false }).open();
    const digests = await Promise.all([
      safe.check(send),
      safe.check({ ...send, target: 'dev/test-app' }),
      safe.check({ ...send, action: 'restart' }),
      safe.check({ ...send, action: 'restart', target: 'dev/test-app' }),
    ]);
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(4);
    expect(digests.map(({ code }) => code)).toEqual(['rule', 'target_unexpected', 'rule', 'rule']);
  });

  test('redeems its ticket for no target only', async () => {
    const project = open({ 'send-email': 'allow' });
    const token = await ticketOf(await project.open());
    const keys = readKeySet(keySet(loadKeys(join(project.folder, 'keys.json')).tokens, NOON));
    const clock = () => NOON;
    const verifier = new TicketVerifier({ keys, nonces: new MemoryNonceStore({ clock }), clock });
    for (const target of ['dev/test-app', '', '*'])
      expect(await verifier.verify(token, { action: 'send-email', target })).toMatchObject({ code: 'ticket_mismatch' });
    expect(await verifier.redeem(token, { action: 'send-email', target: null })).toMatchObject({ ok: true });
  });

  test('is approved by approvers whose delegation has no targets', async () => {
    const project = open({ 'send-email': 'require_approval' });
    const safe = await project.open();
    const caller = await safe.tokens.issue({ agent_id: 'support' });
    const lead = await safe.tokens.issue({ agent_id: 'lead', roles: ['approver'] });
    const delegate = async (more: object) => {
      const result = await safe.tokens.delegate({
        parent_token: lead,
        child_agent_id: 'deputy',
        child_roles: ['approver'],
        ...more,
      });
      if (!result.ok) throw new Error(result.reason);
      return result.token;
    };
    const { request_id = '' } = await safe.check({ ...send, caller });
    const answer = (approver: string) => safe.approvals.approve(request_id, { approver, reason: 'The text is fine' });
    expect(await answer(await delegate({ targets: ['**'] }))).toMatchObject({ code: 'approver_not_allowed' });
    expect(await answer(lead)).toMatchObject({ ok: true, request: { target: null } });
    expect(await safe.check({ ...send, caller })).toMatchObject({ result: 'allow', code: 'approved' });
  });

  test('is not covered by a delegation to targets', async () => {
    const safe = await open({ '*': 'allow' }).open();
    const parent = await safe.tokens.issue({ agent_id: 'planner' });
    const decide = async (more: object) => {
      const result = await safe.tokens.delegate({ parent_token: parent, child_agent_id: 'worker', ...more });
      if (!result.ok) throw new Error(result.reason);
      return (await safe.check({ ...send, caller: result.token })).code;
    };
    expect(await decide({ targets: ['**'] })).toBe('delegation_scope');
    expect(await decide({ targets: ['dev/*'], actions: ['send-email'] })).toBe('delegation_scope');
    expect(await decide({ actions: ['restart'] })).toBe('delegation_scope');
    expect(await decide({ actions: ['send-email'] })).toBe('rule');
  });

  test('counts for limits by its own sensitivity', async () => {
    const project = open(
      { 'send-email': 'allow' },
      { cumulativeRisk: { window_seconds: 60, escalation_threshold: 20, deny_threshold: 40 } },
    );
    const safe = await project.open();
    const codes = [];
    for (let run = 0; run < 4; run++)
      codes.push((await safe.check({ ...send, params: { ...send.params, to: `${run}@example.com` } })).code);
    // A high risk counts 15.
    expect(codes).toEqual(['rule', 'risk_escalated', 'risk_denied', 'risk_denied']);
  });
});

test('inputSchema describes an action, and names the closest match of an unknown one', async () => {
  const safe = await open({}).open();
  expect(safe.actions.inputSchema('send-email')).toMatchObject({
    required: ['to', 'body'],
    additionalProperties: false,
  });
  expect(safe.actions().map(({ name }) => name)).toEqual(['restart', 'send-email']);
  expect(() => safe.actions.inputSchema('send-mail')).toThrow(AgentSafeError);
  expect(() => safe.actions.inputSchema('send-mail')).toThrow('Did you mean "send-email"?');
});
