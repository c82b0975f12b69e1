import type { Execution, ScopeProbe, ScopeResult, TargetScope } from '@agent-safe/core';
import { ActionExecutor, resourceNameRules } from '@agent-safe/runner/executor-kit';
import { ACTIONS } from './actions/index.ts';
import type { AwsExecutorOptions } from './api/account-settings.ts';
import type { Reach } from './api/action-context.ts';
import { ApiError, RequestNotSent } from './api/api-error.ts';
import { VerifiedConnector } from './api/verified-connector.ts';
import { PRECHECKS } from './prechecks/index.ts';

/** Parts of an ARN before the name of the resource: `arn:partition:service:region:account:resource`. */
const LEADING_PARTS = 5;

/**
 * Executes the AWS actions of the catalog with the AWS SDK.
 *
 * @example
 * new AwsExecutor({ accounts: { prod: { account_id: '111122223333', region: 'us-east-1' } } });
 */
export class AwsExecutor extends ActionExecutor<Reach> {
  readonly #connector: VerifiedConnector;

  constructor(options: AwsExecutorOptions) {
    const connector = new VerifiedConnector(options);
    super({
      name: 'aws',
      scopeFields: ['account', 'region'],
      credentialRules: { aws: resourceNameRules(LEADING_PARTS) },
      system: {
        actions: ACTIONS,
        prechecks: { ...options.prechecks, ...PRECHECKS },
        checkScope: (scope: TargetScope, probe?: ScopeProbe) => connector.checkScope(scope, serviceOf(probe), probe),
        open: async (execution, context) => ({ aws: await connector.open(execution, context) }),
        mayHaveChanged: ({ aws }) => aws.mayHaveChanged,
        isRefusal: (error) => error instanceof RequestNotSent || (error instanceof ApiError && error.isRefusal),
        isNotFound: (error) => error instanceof ApiError && error.isNotFound,
        accepted: 'AWS would accept the change.',
        describeAsker,
      },
    });
    this.#connector = connector;
  }

  /**
   * Asks STS whether the credentials of this machine belong to an account of the options, as a run does before it uses its ticket.
   *
   * @param account name of the account in the options
   * @param timeout milliseconds
   * @throws Error if STS does not answer
   */
  async identify(account: string, timeout: number): Promise<ScopeResult> {
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(timeout)]);
    const context = { signal, deadline: Date.now() + timeout, clock: Date.now, progress: () => undefined };
    try {
      return await this.#connector.identify(account, context);
    } finally {
      end.abort();
    }
  }
}

function serviceOf(probe: ScopeProbe | undefined) {
  const name = probe?.execution.action.name ?? '';
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name]?.service : undefined;
}

/** Describes the identity of a dry run, because AWS may answer another identity differently. */
function describeAsker({ credentials }: Execution): string {
  return credentials === null
    ? 'The dry run used the credentials of this machine.'
    : 'The dry run used the credentials of this execution.';
}
