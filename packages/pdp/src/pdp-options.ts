import type { Action, JsonValue, PolicyRule, RiskClass, Target } from '@agent-safe/core';
import type { ProofOptions } from './match/verified-chain.ts';

/** Documents and settings of a decision point. */
export interface PdpOptions extends ProofOptions {
  readonly actions: readonly Action[];
  /** In the order of their files, which decides between equal priorities. Guardrails come first in any order. */
  readonly rules: readonly PolicyRule[];
  /** Undefined if no inventory is configured. Every request then counts as a request without a target. */
  readonly targets?: readonly Target[] | undefined;
  /**
   * Strict mode: a request must name a target of a type that the action supports, with bindings for all locating parameters. Actions
   * without a target are exempt.
   */
  readonly strict?: boolean;
  /** Whether unverified callers are refused. */
  readonly requireVerifiedCallers?: boolean;
  /**
   * Whether the documents are already checked, as by the registry. Patterns are then compiled on first use instead of in the
   * constructor.
   */
  readonly areChecked?: boolean;
  /** Pattern of change ticket ids. Default: any text with a letter or digit. */
  readonly ticketPattern?: string | undefined;
  /**
   * Masks the value of a sensitive parameter of an action, as decisions and the audit log show it; undefined if no mask key is known.
   * Without it, rules that compare masked values are in doubt: they do not allow, and they restrict.
   */
  readonly mask?: ((action: string, parameter: string, value: JsonValue) => string | undefined) | undefined;
}

/** Documents and risk of a request's names. */
export interface Resolution {
  readonly action: Action | undefined;
  readonly target: Target | undefined;
  readonly risk_class: RiskClass;
  readonly effective_risk: RiskClass;
}
