import { expectTypeOf } from 'vitest';
import {
  type Action,
  AgentSafe,
  AgentSafeError,
  type ApprovalResult,
  type CheckRequest,
  type Decision,
  type DelegationHop,
  type ErrorCode,
  type Explanation,
  type StateCapture,
  type Target,
} from '../src/index.ts';
import { type CredentialVault, type Executor, openRunner, type RunResult } from '../src/runner.ts';

await using safe = await AgentSafe.open({ cwd: 'project', rateLimit: { max_requests: 5 }, cumulativeRisk: false });
expectTypeOf(safe).toEqualTypeOf<AgentSafe>();
expectTypeOf(AgentSafe.open()).resolves.toEqualTypeOf<AgentSafe>();
// @ts-expect-error An option that is misspelt would be left out.
await AgentSafe.open({ registries: 'actions' });
// @ts-expect-error A limit that is turned off is false.
await AgentSafe.open({ rateLimit: null });
// @ts-expect-error It is opened, and not made.
new AgentSafe();

const request: CheckRequest = { action: 'restart-deployment', target: 'dev/test-app', params: { namespace: 'dev' } };
const decision = await safe.check(request, { correlationId: 'trace-1' });
expectTypeOf(decision).toEqualTypeOf<Decision>();
expectTypeOf(decision.result).toEqualTypeOf<'allow' | 'deny' | 'require_approval'>();
expectTypeOf(decision.ticket?.token).toEqualTypeOf<string | undefined>();
// @ts-expect-error A decision that allows may have no ticket.
void decision.ticket.token;
// @ts-expect-error A request names an action.
await safe.check({ target: 'dev/test-app' });
// @ts-expect-error The caller does not choose the time.
await safe.check({ action: 'restart-deployment', at: 0 });
// @ts-expect-error The caller does not choose what it belongs to.
await safe.check({ action: 'restart-deployment', correlation_id: 'trace-1' });
// @ts-expect-error No decision has this code.
void (decision.code === 'not_allowed');

expectTypeOf(await safe.checkPlan([request, request])).toEqualTypeOf<readonly Decision[]>();
// @ts-expect-error A plan is a list.
await safe.checkPlan(request);

expectTypeOf(await safe.explain(request, { at: 0 })).toEqualTypeOf<Explanation>();
// @ts-expect-error The time is a number of milliseconds.
await safe.explain(request, { at: '2026-01-01' });
expectTypeOf(safe.actions({ risk: 'high' })).toEqualTypeOf<readonly Action[]>();
// @ts-expect-error There is no such class.
safe.actions({ risk: 'severe' });
expectTypeOf(safe.targets({ environment: 'dev' })).toEqualTypeOf<readonly Target[]>();
// @ts-expect-error There is no such environment.
safe.targets({ environment: 'moon' });

expectTypeOf(await safe.tokens.issue({ agent_id: 'worker' })).toEqualTypeOf<string>();
const verified = await safe.tokens.verify('token');
// @ts-expect-error A token that is refused proves no identity.
void verified.identity.agent_id;
if (verified.ok) expectTypeOf(verified.hops).toEqualTypeOf<readonly DelegationHop[]>();
else expectTypeOf(verified.reason).toEqualTypeOf<string>();
const child = await safe.tokens.delegate({ parent_token: 'token', child_agent_id: 'worker' });
if (child.ok) expectTypeOf(child.token).toEqualTypeOf<string>();
// @ts-expect-error The subject is an agent, a token or all.
await safe.revocations.add({ role: 'deployer' });

const answer = { approver: 'token', reason: 'CHG-7 is open' };
expectTypeOf(await safe.approvals.approve('apr-1', answer)).toEqualTypeOf<ApprovalResult>();
// @ts-expect-error An approver proves who it is.
await safe.approvals.deny('apr-1', { reason: 'Not now' });
const listing = await safe.approvals.list({ status: 'denied' });
// @ts-expect-error A list that is refused has no requests.
void listing.requests;
expectTypeOf(await safe.audit.captureAfter('evt-1', { replicas: 3 })).toEqualTypeOf<StateCapture>();

expectTypeOf(await safe.runner.execute('token', { executor: 'dry-run' })).toEqualTypeOf<RunResult>();
// @ts-expect-error An executor is named.
await safe.runner.execute('token', {});

const runner = await openRunner({ cwd: 'project' });
expectTypeOf(await runner.execute('token', { executor: 'dry-run' })).toEqualTypeOf<RunResult>();
// @ts-expect-error It runs tickets, and not decisions.
await runner.execute(decision, { executor: 'dry-run' });
expectTypeOf(openRunner)
  .parameter(0)
  .exclude<undefined>()
  .toHaveProperty('vault')
  .extract<CredentialVault>()
  .toEqualTypeOf<CredentialVault>();
expectTypeOf<Executor['name']>().toEqualTypeOf<string>();

const error = new AgentSafeError('ERR_CONFIG_INVALID', 'There is no audit log.');
expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
// @ts-expect-error No error has this code.
new AgentSafeError('ERR_UNKNOWN', 'What is it?');
