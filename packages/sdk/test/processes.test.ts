import { fork } from 'node:child_process';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import type { CheckRequest } from '@agent-safe/core';
import { expect, onTestFinished, test } from 'vitest';
import { AgentSafe, type OpenOptions } from '../src/index.ts';
import { makeProject, restart } from './support/project.ts';

const PROGRAM = new URL('./support/children/checker.ts', import.meta.url);
const PROCESSES = 8;

/** Options with which a process opens the same project. */
function optionsOf(folder: string, options: OpenOptions = {}): OpenOptions {
  return {
    config: false,
    registry: actionsPath,
    policies: join(folder, 'policies.yaml'),
    inventory: inventoryPath,
    keys: join(folder, 'keys.json'),
    auditLog: join(folder, 'audit.jsonl'),
    state: join(folder, 'state.db'),
    ...options,
  };
}

/** Starts processes that each check the same request a number of times. */
async function checkInProcesses(options: OpenOptions, request: CheckRequest, count: number): Promise<string[]> {
  const task = JSON.stringify({ options, request, count });
  const answers = Array.from({ length: PROCESSES }, () => {
    const child = fork(PROGRAM, [task], {
      execArgv: ['--conditions=@agent-safe/source'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return new Promise<string[]>((resolve, reject) => {
      child.once('message', (message) => resolve(message as string[]));
      child.once('exit', (code) => reject(new Error(`A process ended with ${code} and no answer.`)));
    });
  });
  return (await Promise.all(answers)).flat();
}

function count(answers: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

async function open(folder: string, options?: OpenOptions): Promise<AgentSafe> {
  const safe = await AgentSafe.open(optionsOf(folder, options));
  onTestFinished(() => safe.close());
  return safe;
}

test('T14 8 processes share one rate limit, and a restart refunds nothing', async () => {
  const { folder } = makeProject({ '*': 'allow' });
  const rateLimit = { max_requests: 50, window_seconds: 3_600 };
  const safe = await open(folder);
  const parent_token = await safe.tokens.issue({ agent_id: 'root' });
  const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'child' });
  const options = optionsOf(folder, { rateLimit });
  const request = { ...restart, caller: child.ok ? child.token : '' };
  expect(count(await checkInProcesses(options, request, 10))).toEqual({
    'allow rule ticket': 50,
    'deny rate_limited': 30,
  });
  expect(count(await checkInProcesses(options, { ...restart, caller: parent_token }, 1))).toEqual({
    'deny rate_limited': 8,
  });
});

test('T14 8 processes share one score', async () => {
  const { folder } = makeProject({ '*': 'allow' });
  const caller = await (await open(folder)).tokens.issue({ agent_id: 'worker' });
  const cumulativeRisk = { escalation_threshold: 101, deny_threshold: 201 };
  const answers = await checkInProcesses(
    optionsOf(folder, { cumulativeRisk, auditLog: false }),
    { ...restart, caller },
    6,
  );
  // Weight 5 each: 20 are within the limit, 20 more require approval, the rest is denied. Without a log, no approval is
  // requested.
  expect(count(answers)).toEqual({
    'allow rule': 20,
    'require_approval risk_escalated': 20,
    'deny risk_denied': 8,
  });
});

test('T25 of 8 processes that use an approval, one gets a ticket, and all others share one new request', async () => {
  const { folder } = makeProject();
  const safe = await open(folder);
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const { request_id = '' } = await safe.check({ ...restart, caller });
  await safe.approvals.approve(request_id, { approver, reason: 'Go' });
  const answers = count(await checkInProcesses(optionsOf(folder), { ...restart, caller }, 3));
  const listing = await safe.approvals.list();
  const pending = listing.ok ? listing.requests : [];
  expect(pending).toHaveLength(1);
  expect(answers).toEqual({
    'allow approved ticket': 1,
    [`require_approval rule ${pending[0]?.request_id}`]: 3 * PROCESSES - 1,
  });
});
