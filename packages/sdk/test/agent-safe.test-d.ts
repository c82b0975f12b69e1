import { expectTypeOf } from 'vitest';
import {
  type Action,
  AgentSafe,
  type AgentSafeClient,
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
// @ts-expect-error A misspelled option would be ignored.
await AgentSafe.open({ registries: 'actions' });
// @ts-expect-error The value that turns a limit off is false.
await AgentSafe.open({ rateLimit: null });
// @ts-expect-error The constructor is private: call open.
new AgentSafe();

const request: CheckRequest = { action: 'restart-deployment', target: 'dev/test-app', params: { namespace: 'dev' } };
const decision = await safe.check(request, { correlationId: 'trace-1' });
expectTypeOf(decision).toEqualTypeOf<Decision>();
expectTypeOf(decision.result).toEqualTypeOf<'allow' | 'deny' | 'require_approval'>();
expectTypeOf(decision.ticket?.token).toEqualTypeOf<string | undefined>();
// @ts-expect-error An allowed decision may have no ticket.
void decision.ticket.token;
// @ts-expect-error A request must name an action.
await safe.check({ target: 'dev/test-app' });
// @ts-expect-error The caller cannot choose the time.
await safe.check({ action: 'restart-deployment', at: 0 });
// @ts-expect-error The caller cannot choose the correlation id.
await safe.check({ action: 'restart-deployment', correlation_id: 'trace-1' });
// @ts-expect-error No decision has this code.
void (decision.code === 'not_allowed');

expectTypeOf(await safe.checkPlan([request, request])).toEqualTypeOf<readonly Decision[]>();
// @ts-expect-error A plan must be a list.
await safe.checkPlan(request);

expectTypeOf(await safe.explain(request, { at: 0 })).toEqualTypeOf<Explanation>();
// @ts-expect-error The time is a number of milliseconds.
await safe.explain(request, { at: '2026-01-01' });
expectTypeOf(safe.actions({ risk: 'high' })).toEqualTypeOf<readonly Action[]>();
// @ts-expect-error No risk class has this name.
safe.actions({ risk: 'severe' });
expectTypeOf(safe.targets({ environment: 'dev' })).toEqualTypeOf<readonly Target[]>();
// @ts-expect-error No environment has this name.
safe.targets({ environment: 'moon' });

expectTypeOf(await safe.tokens.issue({ agent_id: 'worker' })).toEqualTypeOf<string>();
const verified = await safe.tokens.verify('token');
// @ts-expect-error A refused token has no identity.
void verified.identity.agent_id;
if (verified.ok) expectTypeOf(verified.hops).toEqualTypeOf<readonly DelegationHop[]>();
else expectTypeOf(verified.reason).toEqualTypeOf<string>();
const child = await safe.tokens.delegate({ parent_token: 'token', child_agent_id: 'worker' });
if (child.ok) expectTypeOf(child.token).toEqualTypeOf<string>();
// @ts-expect-error The subject is an agent, a token or all.
await safe.revocations.add({ role: 'deployer' });

const answer = { approver: 'token', reason: 'CHG-7 is open' };
expectTypeOf(await safe.approvals.approve('apr-1', answer)).toEqualTypeOf<ApprovalResult>();
// @ts-expect-error An approver must give its token.
await safe.approvals.deny('apr-1', { reason: 'Not now' });
const listing = await safe.approvals.list({ status: 'denied' });
// @ts-expect-error A refused listing has no requests.
void listing.requests;
expectTypeOf(await safe.audit.captureAfter('evt-1', { replicas: 3 })).toEqualTypeOf<StateCapture>();

expectTypeOf(await safe.runner.execute('token', { executor: 'dry-run' })).toEqualTypeOf<RunResult>();
// @ts-expect-error The executor is required.
await safe.runner.execute('token', {});

const runner = await openRunner({ cwd: 'project' });
expectTypeOf(await runner.execute('token', { executor: 'dry-run' })).toEqualTypeOf<RunResult>();
// @ts-expect-error The runner takes tickets, not decisions.
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
new AgentSafeError('ERR_UNKNOWN', 'Unknown.');

// Adapters see only the port, which a client over HTTP satisfies too.
const client: AgentSafeClient = safe;
expectTypeOf(await client.preview(request)).not.toHaveProperty('audit_id');
expectTypeOf(await client.listActions({ tag: 'kubernetes' })).toEqualTypeOf<readonly Action[]>();
const executed = await client.execute('ticket', { executor: 'dry-run' });
expectTypeOf(executed.ok ? executed.outcome : executed.code).toBeString();
const awaited = await client.waitForApproval('apr-1', { timeout: 1_000 });
expectTypeOf(awaited.ok ? awaited.request.request_id : awaited.reason).toBeString();
// @ts-expect-error A client cannot say which execution a request rolls back.
await client.check(request, { rollbackOf: 'evt-1' });
