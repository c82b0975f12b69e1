import { expectTypeOf } from 'vitest';
import {
  type Action,
  type AuditDraft,
  type AuditReceipt,
  type AuditSink,
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  type DryRunResult,
  type Execution,
  type ExecutionContext,
  type ExecutionResult,
  type Executor,
  LeaseRefused,
  type NonceStore,
  type PrecheckResult,
  type StateReading,
  type TargetScope,
} from '../src/index.ts';

/** Takes a value of a type, and refuses one with other members. */
declare function take<Type>(value: Type): void;

/** An executor as a user of the package writes it, with no member more than is required. */
class PrinterExecutor implements Executor {
  readonly name = 'printer';

  supports(action: Action): boolean {
    return action.tags.includes('printer');
  }

  async refuseScope(scope: TargetScope, execution: Execution, context: ExecutionContext): Promise<string | undefined> {
    context.signal.throwIfAborted();
    return execution.target?.scope === scope ? undefined : 'The printer is another one.';
  }

  async precheck(name: string): Promise<PrecheckResult> {
    return { name, outcome: 'passed', reason: 'There is paper.' };
  }

  async readState({ params }: Execution): Promise<StateReading> {
    return { state: { pages: params.pages ?? 0 }, missing: [{ field: 'toner', reason: 'It has no sensor.' }] };
  }

  async execute(execution: Execution, { deadline, progress }: ExecutionContext): Promise<ExecutionResult> {
    progress(`Printing until ${deadline}`);
    return { outcome: 'success', reason: 'Printed.', output: execution.params };
  }

  async settle(): Promise<string | undefined> {
    return undefined;
  }

  async dryRun(): Promise<DryRunResult> {
    return { outcome: 'success', reason: 'It would print.', steps: ['print'], difference: null };
  }
}
expectTypeOf(new PrinterExecutor()).toExtend<Executor>();
expectTypeOf<Executor>().toHaveProperty('isHarmless').toEqualTypeOf<boolean | undefined>();

// @ts-expect-error Only the runner reports an unknown outcome. An executor throws.
take<ExecutionResult>({ outcome: 'unknown', reason: '', output: null });
// @ts-expect-error A check has one of three outcomes.
take<PrecheckResult>({ name: 'a', outcome: 'ok', reason: '' });
// @ts-expect-error What could not be read is told.
take<StateReading>({ state: {} });
// @ts-expect-error A date is no state.
take<StateReading>({ state: { at: new Date() }, missing: [] });

/** A vault as a user of the package writes it. */
class SafeVault implements CredentialVault {
  readonly name = 'safe';
  readonly isScoped = true;

  async issue({ fields, lease_id, ttl, type }: CredentialRequest, signal: AbortSignal): Promise<CredentialLease> {
    if (signal.aborted) throw new LeaseRefused('Nothing was issued.');
    expectTypeOf(ttl).toEqualTypeOf<number>();
    return { lease_id, type, values: { token: JSON.stringify(fields.role) }, expires_at: new Date(ttl).toISOString() };
  }

  async revoke(leaseId: string): Promise<void> {
    expectTypeOf(leaseId).toEqualTypeOf<string>();
  }

  async test(type: string): Promise<string | undefined> {
    return type === 'kubernetes' ? undefined : `The vault issues no credentials of type ${type}.`;
  }
}
expectTypeOf(new SafeVault()).toExtend<CredentialVault>();
// @ts-expect-error A vault says whether its credentials are good for no more than was asked for.
expectTypeOf<Omit<SafeVault, 'isScoped'>>().toExtend<CredentialVault>();

const sink: AuditSink = {
  append: async (drafts) => drafts.map((draft) => receiptOf(draft)),
};
expectTypeOf<AuditSink['append']>().parameter(0).toEqualTypeOf<readonly AuditDraft[]>();
declare function receiptOf(draft: AuditDraft): AuditReceipt;
// @ts-expect-error There is no event of this type.
await sink.append([{ event_type: 'decided', fields: {} }]);

const nonces: NonceStore = { redeem: async () => 'fresh' };
expectTypeOf(await nonces.redeem('nonce', 0)).toEqualTypeOf<'fresh' | 'replayed'>();
// @ts-expect-error A store answers by a word, so that what it forgets to return is no permission.
take<NonceStore>({ redeem: async () => true });
