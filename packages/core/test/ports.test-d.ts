import { expectTypeOf } from 'vitest';
import {
  type Action,
  type AuditDraft,
  type AuditReceipt,
  type AuditSink,
  type CheckResult,
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  type DryRunResult,
  type EffectResult,
  type Execution,
  type ExecutionContext,
  type ExecutionResult,
  type Executor,
  LeaseRefused,
  type NonceStore,
  type PrecheckResult,
  type ScopeProbe,
  type ScopeResult,
  type StateReading,
  type StateResult,
  type SupportResult,
  type TargetScope,
} from '../src/index.ts';

/** Accepts a value of a type, and refuses a value with other members. */
declare function take<Type>(value: Type): void;

/** An executor as a user of the package writes it, with required members only. */
class PrinterExecutor implements Executor {
  readonly name = 'printer';
  readonly scopeFields = ['region'];

  supports(action: Action): SupportResult {
    if (action.tags.includes('printer')) return { ok: true };
    return { ok: false, code: 'action_unsupported', reason: 'The action has no tag "printer".' };
  }

  async checkScope({ region }: TargetScope, probe?: ScopeProbe): Promise<ScopeResult> {
    probe?.context.signal.throwIfAborted();
    if (region === 'office') return { ok: true };
    return { ok: false, code: 'scope_mismatch', reason: 'The printer has a different name.' };
  }

  async precheck(name: string): Promise<PrecheckResult> {
    if (name === 'has-paper') return { ok: true, reason: 'There is paper.' };
    return { ok: false, code: 'cannot_tell', reason: 'The printer has no sensor.' };
  }

  async readState({ params }: Execution): Promise<StateResult> {
    const missing = [{ field: 'toner', reason: 'The printer has no sensor.' }];
    return { ok: true, state: { pages: params.pages ?? 0 }, missing };
  }

  async execute(execution: Execution, { deadline, progress }: ExecutionContext): Promise<ExecutionResult> {
    progress(`Printing until ${deadline}`);
    return { ok: true, reason: 'Printed.', output: execution.params };
  }

  async waitForEffect(): Promise<EffectResult> {
    return { ok: true };
  }

  async dryRun(): Promise<DryRunResult> {
    return { ok: true, reason: 'The printer would print.', steps: ['print'], difference: null };
  }
}
expectTypeOf(new PrinterExecutor()).toExtend<Executor>();
expectTypeOf<Executor>().toHaveProperty('hasNoEffect').toEqualTypeOf<boolean | undefined>();

// @ts-expect-error Only the runner reports an unknown outcome. An executor throws.
take<ExecutionResult>({ ok: false, code: 'unknown', reason: '', output: null });
// @ts-expect-error The codes of a check are `failed` and `cannot_tell`.
take<PrecheckResult>({ ok: false, code: 'skipped', reason: '' });
// @ts-expect-error A refusal has a reason.
take<ScopeResult>({ ok: false, code: 'scope_unknown' });
// @ts-expect-error A reading must list missing fields.
take<StateResult>({ ok: true, state: {} });
// @ts-expect-error A state must be JSON; a date is not.
take<StateReading>({ state: { at: new Date() }, missing: [] });
// @ts-expect-error A method must return an answer.
take<Executor['waitForEffect']>(async () => undefined);
// @ts-expect-error A bare reason is not an answer.
take<Executor['checkScope']>(async () => 'The printer has a different name.');

/** A vault as a user of the package writes it. */
class SafeVault implements CredentialVault {
  readonly name = 'safe';
  readonly isScoped = true;

  async issue({ fields, lease_id, ttl, type }: CredentialRequest, signal: AbortSignal): Promise<CredentialLease> {
    if (signal.aborted) throw new LeaseRefused('Nothing was issued.');
    expectTypeOf(ttl).toEqualTypeOf<number>();
    return { lease_id, type, values: { token: JSON.stringify(fields.role) }, expires_at: new Date(ttl).toISOString() };
  }

  async revoke(leaseId: string): Promise<CheckResult> {
    expectTypeOf(leaseId).toEqualTypeOf<string>();
    return { ok: true };
  }

  async test(type: string): Promise<CheckResult> {
    if (type === 'kubernetes') return { ok: true };
    return { ok: false, code: 'type_unknown', reason: `The vault issues no credentials of type ${type}.` };
  }
}
expectTypeOf(new SafeVault()).toExtend<CredentialVault>();
// @ts-expect-error A vault must state `isScoped`.
expectTypeOf<Omit<SafeVault, 'isScoped'>>().toExtend<CredentialVault>();

const sink: AuditSink = {
  append: async (drafts) => drafts.map((draft) => receiptOf(draft)),
};
expectTypeOf<AuditSink['append']>().parameter(0).toEqualTypeOf<readonly AuditDraft[]>();
declare function receiptOf(draft: AuditDraft): AuditReceipt;
// @ts-expect-error No event has this type.
await sink.append([{ event_type: 'decided', fields: {} }]);

const nonces: NonceStore = { redeem: async () => 'fresh', isRedeemed: async () => false };
expectTypeOf(await nonces.redeem('nonce', 0)).toEqualTypeOf<'fresh' | 'replayed'>();
// @ts-expect-error A store answers with a word, so that a missing answer is not a permission.
take<NonceStore>({ redeem: async () => true, isRedeemed: async () => false });
