/** An answer to an approval request. */
export interface ApprovalAnswer {
  /** `retract` withdraws an own approval. `reopen` lifts a denial. */
  readonly decision: 'approve' | 'deny' | 'reopen' | 'retract';
  /** The identity token of the approver. A bare name is refused. */
  readonly approver: string;
  /** The reason, for the log and for other people. */
  readonly reason: string;
}

/** Cancels a request. The requester proves itself by its token, or by the `request_secret` of the decision, or the calling program has verified it. */
export interface ApprovalCancellation {
  readonly caller?: string | undefined;
  readonly secret?: string | undefined;
  /** The requester that the calling program has verified itself. Do not accept it from the agent. */
  readonly verified?: { readonly agent_id: string; readonly chain?: readonly string[] | undefined } | undefined;
  readonly reason: string;
}
