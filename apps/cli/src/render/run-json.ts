import type {
  CredentialReport,
  DryRunReport,
  RollbackPlan,
  RollbackRefusal,
  RunRefusal,
  RunReport,
} from '@agent-safe/sdk/runner';

/** What `--json` prints in place of `ok`, since the first release: scripts read it. */
type Discriminant = { readonly ran: boolean | 'dry' | 'credentials' } | { readonly planned: boolean };

function withDiscriminant(discriminant: Discriminant, result: { readonly ok: boolean }): object {
  const { ok: _, ...members } = result;
  return { ...discriminant, ...members };
}

/** `ran: false` is a refusal, and `ran: true` a run that began. */
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

/** A plan holds its parameters as they may be shown: sensitive values are in the other ones. */
export function planJson(result: RollbackPlan | RollbackRefusal): object {
  if (!result.ok) return withDiscriminant({ planned: false }, result);
  const { shown_params, ...plan } = result;
  return withDiscriminant({ planned: true }, { ...plan, params: shown_params } as RollbackPlan);
}
