import { expectTypeOf } from 'vitest';
import { type Action, AgentSafe, type CheckRequest, type Decision, type InputSchema } from '../src/index.ts';
import { openRunner } from '../src/runner.ts';

/** In the form of a module that "agent-safe types" writes. */
type ActionTypes = {
  readonly 'send-email': {
    readonly target: 'none';
    readonly params: { readonly to: string; readonly priority?: 'low' | 'normal'; readonly 'reply-to'?: string };
  };
  readonly 'restart-deployment': {
    readonly target: 'required';
    readonly params: { readonly namespace: string; readonly deployment: string };
  };
  readonly ping: { readonly target: 'none'; readonly params: Record<string, never> };
  readonly 'list-nodes': { readonly target: 'required'; readonly params: { readonly tags?: readonly string[] } };
};

const safe = await AgentSafe.open<ActionTypes>();
expectTypeOf(safe).toEqualTypeOf<AgentSafe<ActionTypes>>();
const to = 'a@example.com';

const decision = await safe.check({ action: 'send-email', caller: 'support', params: { to, 'reply-to': to } });
expectTypeOf(decision).toEqualTypeOf<Decision>();
await safe.check({ action: 'send-email', target: null, params: { to, priority: 'low' }, ticket_id: 'CHG-7' });
await safe.check({ action: 'send-email', target: undefined, params: { to } });
await safe.check({ action: 'restart-deployment', target: 'dev/app', params: { namespace: 'dev', deployment: 'app' } });
await safe.check({ action: 'ping' });
await safe.check({ action: 'ping', params: {} });
await safe.check({ action: 'list-nodes', target: 'dev/nodes' });
await safe.check({ action: 'list-nodes', target: 'dev/nodes', params: { tags: ['a'] } });
await safe.checkPlan([{ action: 'ping' }, { action: 'send-email', params: { to } }], { correlationId: 'trace-1' });
await safe.explain({ action: 'ping' }, { at: 0 });

// @ts-expect-error No action has this name.
await safe.check({ action: 'send-mail', params: { to } });
// @ts-expect-error A request must name an action.
await safe.check({ params: { to } });
// @ts-expect-error The action has no target.
await safe.check({ action: 'send-email', target: 'dev/app', params: { to } });
// @ts-expect-error The action needs a target.
await safe.check({ action: 'restart-deployment', params: { namespace: 'dev', deployment: 'app' } });
// @ts-expect-error The action needs a target: null is none.
await safe.check({ action: 'list-nodes', target: null });
// @ts-expect-error The parameters are required.
await safe.check({ action: 'send-email' });
// @ts-expect-error A required parameter is missing.
await safe.check({ action: 'send-email', params: {} });
// @ts-expect-error The parameter is a string.
await safe.check({ action: 'send-email', params: { to: 7 } });
// @ts-expect-error The value is not allowed.
await safe.check({ action: 'send-email', params: { to, priority: 'high' } });
// @ts-expect-error The action has no such parameter.
await safe.check({ action: 'send-email', params: { to, cc: to } });
// @ts-expect-error An optional parameter may be left out, but it is not undefined.
await safe.check({ action: 'send-email', params: { to, priority: undefined } });
// @ts-expect-error The parameter belongs to another action.
await safe.check({ action: 'ping', params: { to } });
// @ts-expect-error The field is misspelled.
await safe.check({ action: 'ping', ticketId: 'CHG-7' });
// @ts-expect-error One step of the plan names an unknown action.
await safe.checkPlan([{ action: 'ping' }, { action: 'pong' }]);
// @ts-expect-error No action has this name.
await safe.explain({ action: 'pong' });
declare const anyName: string;
// @ts-expect-error The compiler does not know the name.
await safe.check({ action: anyName });
declare const untyped: CheckRequest;
// @ts-expect-error A request that the compiler does not know.
await safe.check(untyped);
// @ts-expect-error The types are not those of actions.
await AgentSafe.open<{ ping: { target: 'maybe'; params: object } }>();

expectTypeOf(safe.actions()).toEqualTypeOf<readonly Action[]>();
expectTypeOf(safe.actions.inputSchema('send-email')).toEqualTypeOf<InputSchema>();
// The schema of a tool of MCP.
const tool: {
  type: 'object';
  properties?: { [key: string]: object };
  required?: string[];
  [key: string]: unknown;
} = safe.actions.inputSchema('send-email');
void tool;

// A program that knows no types accepts the project.
const known: AgentSafe = safe;
void known;
await openRunner({ safe });

const any = await AgentSafe.open();
await any.check(untyped);
await any.check({ action: anyName, params: { anything: 1 } });
