import {
  AgentSafeError,
  DAY_NAMES,
  isTimezone,
  type PolicyMatch,
  type PolicyRule,
  parseInstant,
  quote,
  type TimeWindow,
  type ValidPeriod,
} from '@agent-safe/core';
import { minuteOfWeek } from './local-time.ts';
import { boundsOf, type CompiledWindow, compileWindow, opensAt } from './time-window.ts';

/** The conditions of a rule on the time, with all texts read. */
export interface TimeCondition {
  readonly windows: readonly CompiledWindow[] | undefined;
  /** First millisecond at which the rule exists. A malformed time is NaN, at which no rule exists. */
  readonly from: number;
  /** First millisecond at which the rule no longer exists. */
  readonly until: number;
}

const conditions = new WeakMap<PolicyMatch, TimeCondition>();

/** Returns the conditions of a match on the time. */
export function timeConditionOf(match: PolicyMatch): TimeCondition {
  const known = conditions.get(match);
  if (known !== undefined) return known;
  const { time_windows, valid } = match;
  const condition = { windows: time_windows?.map(compileWindow), ...readPeriod(valid) };
  conditions.set(match, condition);
  return condition;
}

function readPeriod({ from, until }: ValidPeriod = {}): Pick<TimeCondition, 'from' | 'until'> {
  return {
    from: from === undefined ? Number.NEGATIVE_INFINITY : (parseInstant(from) ?? Number.NaN),
    until: until === undefined ? Number.POSITIVE_INFINITY : (parseInstant(until) ?? Number.NaN),
  };
}

/** Whether the conditions on the time hold at an instant. */
export function matchesTime(match: PolicyMatch, at: number): boolean {
  if (match.time_windows === undefined && match.valid === undefined) return true;
  const { from, until, windows } = timeConditionOf(match);
  if (!(from <= at && at < until)) return false;
  return windows === undefined || windows.some((window) => opensAt(window, minuteOfWeek(at, window.timezone)));
}

/**
 * Checks rules that no registry has checked. A malformed time would match nothing, so that a deny rule would not deny.
 *
 * @throws AgentSafeError ERR_POLICY_INVALID
 */
export function checkRules(rules: readonly PolicyRule[]): void {
  for (const rule of rules) {
    const problem = findRuleProblem(rule);
    if (problem === undefined) continue;
    const summary = `The rule ${quote(rule.name)} is not valid: ${problem} Correct the rule.`;
    throw new AgentSafeError('ERR_POLICY_INVALID', summary);
  }
}

/** Returns why the time, guardrail or approvals of a rule are not valid; undefined if they are. */
export function findRuleProblem({ approvals, decision, match, overrides }: PolicyRule): string | undefined {
  if (overrides !== undefined && typeof overrides !== 'boolean') return '"overrides" must be true or false.';
  if (overrides === true && decision === 'allow') return 'a rule that allows cannot have "overrides".';
  if (approvals !== undefined && decision !== 'require_approval') return 'only require_approval can have "approvals".';
  // A malformed time within `not` would exclude nothing, so that an allow rule would allow more.
  return findTimeProblem(match) ?? (match.not === undefined ? undefined : findTimeProblem(match.not));
}

function findTimeProblem({ time_windows = [], valid }: PolicyMatch): string | undefined {
  if (valid !== undefined) {
    const { from, until } = readPeriod(valid);
    if (!(from < until)) return '"valid" needs "from" or "until" as RFC 3339 times with an offset, "from" first.';
  }
  return time_windows.map(findWindowProblem).find((problem) => problem !== undefined);
}

function findWindowProblem(window: TimeWindow): string | undefined {
  const { days = [], end, end_hour, start, start_hour, timezone } = window;
  const [first, last] = boundsOf(window);
  const isMixed = (start_hour ?? end_hour) !== undefined && (start ?? end) !== undefined;
  if (isMixed || Number.isNaN(first) || Number.isNaN(last) || (start_hour === undefined && first === last)) {
    return 'a time window needs different "start" and "end" times such as "22:30", or hours.';
  }
  const isDay = (day: unknown) => DAY_NAMES.some((name, place) => name === day || place === day);
  if (!days.every(isDay)) return `a time window has an unknown day. Days are ${DAY_NAMES.join(', ')}.`;
  if (timezone !== undefined && !isTimezone(timezone)) return `${quote(timezone)} is not a time zone.`;
  return undefined;
}
