import type {
  CredentialReport,
  DryRunReport,
  RollbackPlan,
  RollbackRefusal,
  RunRefusal,
  RunReport,
} from '@agent-safe/sdk/runner';

/** Replaces `ok` in the JSON output. Scripts read these members since the first release. */
type Discriminant = { readonly ran: boolean | 'dry' | 'credentials' } | { readonly planned: boolean };

function withDiscriminant(discriminant: Discriminant, result: { readonly ok: boolean }): object {
  const { ok: _, ...members } = result;
  return { ...discriminant, ...members };
}

/** `ran: false` is a refusal, and `ran: true` is a run that began. */
export function runJson(result: RunReport | RunRefusal): object {
  return withDiscriminant({ ran: result.ok }, result);
}

/** `ran: 'dry'` is a report of a dry run. */
export function dryRunJson(result: DryRunReport | RunRefusal): object {
  return withDiscriminant({ ran: result.ok && 'dry' }, result);
}

/** `ran: 'credentials'` is a report of credentials. */
export function credentialsJson(result: CredentialReport | RunRefusal): object {
  return withDiscriminant({ ran: result.ok && 'credentials' }, result);
}

/** Returns a plan with masked parameters. Other members have the sensitive values, and are left out. */
export function planJson(result: RollbackPlan | RollbackRefusal): object {
  if (!result.ok) return withDiscriminant({ planned: false }, result);
  const { shown_params, ...plan } = result;
  return withDiscriminant({ planned: true }, { ...plan, params: shown_params } as RollbackPlan);
}
