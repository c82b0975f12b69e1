/** One value or several. */
type Values = string | readonly string[];

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: Values;
  readonly NotAction?: Values;
  readonly Resource?: Values;
  readonly NotResource?: Values;
  /** Values of each condition key, by operator. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

/** A policy document of IAM. */
export interface Policy {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}

/** Values of the condition keys of a request. A key with a list has several values. */
export type RequestContext = Readonly<Record<string, Values>>;

/** A request to an API of AWS. */
export interface AccessRequest {
  /** Such as `ec2:StopInstances`. */
  readonly action: string;
  /** The ARN, or `*` for an action without a resource. */
  readonly resource: string;
  readonly context?: RequestContext;
}

export function toList<Item>(given: Item | readonly Item[] | undefined): readonly Item[] {
  if (given === undefined) return [];
  return isList(given) ? given : [given];
}

function isList<Item>(given: Item | readonly Item[]): given is readonly Item[] {
  return Array.isArray(given);
}

/** Finds the value of a condition key. Names of keys do not distinguish upper and lower case. */
export function readKey(context: RequestContext, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : toList(found[1]);
}
