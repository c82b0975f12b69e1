import { type Diagnostic, needsTarget, type PolicyRule, quote } from '@agent-safe/core';
import { compareRules, type PreparedRule, rankOf, VerifiedChain } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { type Bits, eachBit, hasBit, isEmpty } from './bits.ts';
import { lintRuleTargets } from './lint-rule-targets.ts';
import type { CallerSettings } from './lint-selectors.ts';
import { describeRule, type LintedProject, warn } from './linted-project.ts';
import type { ActionOnTarget } from './pairs.ts';
import { RequestSpace } from './request-space.ts';
import type { Search } from './search.ts';
import { matchingRules } from './shape.ts';

/** Most conflicts to report for one rule. */
const MOST_TIES = 5;
/** Most rules to name in one warning. */
const MOST_NAMED = 20;

/**
 * Finds rules that never decide and actions that are always denied, by evaluating every request that rules distinguish.
 *
 * @param dead rules with a warning that says why they never decide
 */
export function lintReach(
  project: LintedProject,
  strict: boolean,
  settings: CallerSettings,
  dead: ReadonlySet<PolicyRule>,
): readonly Diagnostic[] {
  return new ReachLint(project, strict, settings, dead).run();
}

class ReachLint {
  readonly #project: LintedProject;
  readonly #space: RequestSpace;
  readonly #located: ReadonlyMap<PolicyRule, Located<PolicyRule>>;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #shadowed = new Set<PolicyRule>();
  readonly #dead: ReadonlySet<PolicyRule>;
  /** The rules for which a search did not finish, and the open question about each. */
  readonly #unfinished = new Map<Located<PolicyRule>, string>();

  constructor(project: LintedProject, strict: boolean, settings: CallerSettings, dead: ReadonlySet<PolicyRule>) {
    const { actions, rules, targets } = project;
    this.#project = project;
    this.#space = new RequestSpace(
      {
        actions: actions.map(({ document }) => document),
        rules: rules.map(({ document }) => document),
        targets: targets?.map(({ document }) => document),
      },
      {
        strict,
        names: new VerifiedChain(settings),
        requireVerified: settings.requireVerifiedCallers ?? false,
      },
    );
    this.#dead = dead;
    this.#located = new Map(rules.map((entry) => [entry.document, entry]));
  }

  run(): readonly Diagnostic[] {
    for (const rule of this.#space.rules) this.#lintRule(rule);
    this.#lintTies();
    this.#lintGuardrails();
    this.#lintActions();
    this.#lintUnfinished();
    return this.#diagnostics;
  }

  #lintRule(rule: PreparedRule): void {
    const entry = this.#located.get(rule.rule);
    if (entry === undefined || this.#dead.has(rule.rule)) return;
    const wrong = lintRuleTargets(rule, entry, this.#project);
    if (wrong !== undefined) {
      this.#diagnostics.push(wrong);
      return;
    }
    if (this.#lintRisk(rule, entry)) return;
    const reach = this.#findReach(rule);
    if (reach === 'decides') return;
    if (reach === 'unknown') {
      this.#unfinished.set(entry, 'whether it can decide');
      return;
    }
    const hiders = reach;
    const name = quote(rule.rule.name);
    if (hiders.size === 0) {
      // Another warning already reports an unknown action.
      if (!this.#project.actions.some(({ document }) => rule.matchesAction(document.name))) return;
      const message = `The rule ${name} can never decide: no request of this project satisfies all its conditions.`;
      const fix = 'Compare its actions, targets, times and risk_classes, or remove the rule.';
      this.#diagnostics.push(warn(entry, ['name'], { code: 'rule_unmatched', message, fix }));
      return;
    }
    this.#shadowed.add(rule.rule);
    const names = Array.from(hiders, (hider) => this.#describe(hider));
    const isOutranked = [...hiders].every((hider) => rankOf(hider) < rankOf(rule.rule));
    const more = names.length <= MOST_NAMED ? '' : ` and ${names.length - MOST_NAMED} more`;
    const by = `${names.slice(0, MOST_NAMED).join(', ')}${more}`;
    this.#diagnostics.push(
      warn(entry, ['name'], {
        code: 'rule_shadowed',
        message: `The rule ${name} can never decide: earlier rules decide all its requests: ${by}.`,
        fix: isOutranked
          ? 'No priority outranks a guardrail: narrow the guardrails, or remove the rule.'
          : 'Raise its priority, narrow the other rules, or remove it.',
      }),
    );
  }

  /** Returns whether a rule decides a request, or the rules that decide all requests that it matches. */
  #findReach(rule: PreparedRule): 'decides' | 'unknown' | ReadonlySet<PolicyRule> {
    const { rules } = this.#space;
    const place = this.#space.placeOf(rule);
    const hiders = new Set<PolicyRule>();
    const search = this.#space.effort.begin(rules.length);
    const before = this.#space.before(place, [rule]);
    const hide = (index: number) => {
      const hider = rules[index]?.rule;
      if (hider !== undefined) hiders.add(hider);
    };
    const question = { relevant: before, before, onHidden: (hiding: Bits) => eachBit(hiding, hide) };
    for (const shape of this.#space.shapesFor([rule], question, search)) {
      const times = this.#space.timesIn(shape, [rule]);
      this.#space.walk(matchingRules(shape, 0, place), shape, times, (index, _, isFloor) => {
        // A floor hides no later rule.
        if (!isFloor) hide(index);
        return isEmpty(times);
      });
      if (!isEmpty(times) && hasBit(shape.decides, place)) return 'decides';
    }
    if (this.#space.hasFloors && rule.rule.decision === 'require_approval' && this.#raises(rule, search))
      return 'decides';
    return search.isComplete ? hiders : 'unknown';
  }

  /** Whether a rule is a floor for a request that a later rule allows. */
  #raises(floor: PreparedRule, search: Search): boolean {
    const { rules } = this.#space;
    const place = this.#space.placeOf(floor);
    return rules.slice(place + 1).some((allow) => {
      const asked = [floor, allow];
      if (allow.rule.decision !== 'allow' || !this.#space.canMeet(asked)) return false;
      const last = this.#space.placeOf(allow);
      const before = this.#space.before(last, asked);
      for (const shape of this.#space.shapesFor(asked, { relevant: before, before }, search)) {
        if (!hasBit(shape.floors, place) || !hasBit(shape.decides, last)) continue;
        const times = this.#space.timesIn(shape, asked);
        this.#space.walk(matchingRules(shape, 0, last), shape, times, () => isEmpty(times));
        if (!isEmpty(times)) return true;
      }
      return false;
    });
  }

  /** Warns about risk classes that no request for the actions of a rule has. Returns whether it warned. */
  #lintRisk(rule: PreparedRule, entry: Located<PolicyRule>): boolean {
    const { name } = rule.rule;
    const { risk_classes: classes } = rule.rule.match;
    const pairs = this.#space.pairs.filter(({ action }) => rule.matchesAction(action));
    if (classes === undefined || pairs.length === 0) return false;
    if (pairs.some(({ effectiveRisk }) => classes.includes(effectiveRisk))) return false;
    const risks = [...new Set(pairs.map(({ effectiveRisk }) => effectiveRisk))].join(', ');
    this.#diagnostics.push(
      warn(entry, ['match', 'risk_classes'], {
        code: 'rule_unmatched',
        message: `The rule ${quote(name)} can never decide: no request for its actions has the effective risk ${classes.join(' or ')}.`,
        fix: `The effective risks of its actions are ${risks}.`,
      }),
    );
    return true;
  }

  /** Warns about rules of equal priority that disagree: only the order of files decides between them. */
  #lintTies(): void {
    const { rules } = this.#space;
    for (const [place, later] of rules.entries()) {
      const entry = this.#located.get(later.rule);
      if (entry === undefined || this.#shadowed.has(later.rule)) continue;
      let found = 0;
      for (let before = place - 1; before >= 0; before--) {
        const earlier = rules[before];
        if (earlier === undefined || compareRules(earlier.rule, later.rule) !== 0) break;
        if (earlier.rule.decision === later.rule.decision) continue;
        const tie = this.#findTie(earlier, later);
        if (tie === 'unknown') this.#unfinished.set(entry, 'with which rules of its priority it disagrees');
        if (typeof tie === 'string') continue;
        if (++found > MOST_TIES) {
          const message = `The rule ${quote(later.rule.name)} disagrees with more than ${MOST_TIES} rules of its priority. Only ${MOST_TIES} are listed.`;
          const fix = 'Give it another priority.';
          this.#diagnostics.push(warn(entry, ['priority'], { code: 'priority_tie', message, fix }));
          break;
        }
        const target = tie.target === undefined ? '' : ` on ${quote(tie.target.id)}`;
        const both = `${quote(later.rule.name)} (${later.rule.decision}) and ${this.#describe(earlier.rule)} (${earlier.rule.decision})`;
        const message = `The rules ${both} have the same priority and disagree on ${tie.action}${target}: the first in file order decides.`;
        const fix = 'Give one of them a higher priority.';
        this.#diagnostics.push(warn(entry, ['priority'], { code: 'priority_tie', message, fix }));
      }
    }
  }

  /** Warns about approval guardrails before a deny rule that would come first by its priority. */
  #lintGuardrails(): void {
    const { rules } = this.#space;
    const denials = rules.filter(({ rule }) => rule.decision === 'deny' && rule.overrides !== true);
    for (const guardrail of rules.filter(
      ({ rule }) => rule.decision === 'require_approval' && rule.overrides === true,
    )) {
      const entry = this.#located.get(guardrail.rule);
      if (entry === undefined) continue;
      for (const denial of denials.filter(({ rule }) => rule.priority > guardrail.rule.priority)) {
        const met = this.#findTie(guardrail, denial);
        if (typeof met === 'string') continue;
        const message = `The guardrail ${quote(guardrail.rule.name)} is tried before ${this.#describe(denial.rule)}, which denies: an approver can allow ${met.action} that it would deny.`;
        const fix = 'Add "overrides: true" to the rule that denies, or remove it from the guardrail.';
        this.#diagnostics.push(warn(entry, ['overrides'], { code: 'guardrail_weakens', message, fix }));
        break;
      }
    }
  }

  /** Returns an action on a target that two rules match, and the earlier one decides. */
  #findTie(earlier: PreparedRule, later: PreparedRule): ActionOnTarget | 'none' | 'unknown' {
    const asked = [earlier, later];
    if (!this.#space.canMeet(asked)) return 'none';
    const place = this.#space.placeOf(earlier);
    const search = this.#space.effort.begin(this.#space.rules.length);
    const before = this.#space.before(place, asked);
    for (const shape of this.#space.shapesFor(asked, { relevant: before, before }, search)) {
      if (!hasBit(shape.decides, place)) continue;
      const times = this.#space.timesIn(shape, asked);
      this.#space.walk(matchingRules(shape, 0, place), shape, times, () => isEmpty(times));
      if (!isEmpty(times)) return shape.pair;
    }
    return search.isComplete ? 'none' : 'unknown';
  }

  #lintActions(): void {
    const { rules } = this.#space;
    const canMatch = new Map<PreparedRule, boolean | undefined>();
    const matches = (rule: PreparedRule) => {
      if (!canMatch.has(rule)) canMatch.set(rule, this.#space.canMatch(rule));
      // If the search did not finish, the rule counts as a match: its own warning says so.
      return canMatch.get(rule) !== false;
    };
    for (const entry of this.#project.actions) {
      const { name } = entry.document;
      const pairs = this.#space.pairs.filter(({ action }) => action === name);
      if (pairs.some((pair) => rules.some((rule) => this.#space.admits(rule, pair) && matches(rule)))) continue;
      const why =
        pairs.length === 0
          ? 'strict mode refuses every target of this project'
          : `no rule matches it${needsTarget(entry.document) ? ' on a target of this project' : ''}`;
      this.#diagnostics.push(
        warn(entry, ['name'], {
          code: 'action_unreachable',
          message: `The action ${quote(name)} is always denied: ${why}.`,
          fix:
            pairs.length === 0
              ? 'Add a target of its type with bindings for its locating parameters.'
              : 'Add a rule for the action, or remove the action.',
        }),
      );
    }
  }

  /** Names the rules for which a search did not finish: without a warning, silence would look like a result. */
  #lintUnfinished(): void {
    for (const [entry, what] of this.#unfinished) {
      this.#diagnostics.push(
        warn(entry, ['name'], {
          code: 'analysis_unfinished',
          message: `The rule ${quote(entry.document.name)} was not compared with all requests, so it is unknown ${what}.`,
          fix: 'Split the rule into rules with fewer roles, groups, agents and delegators.',
        }),
      );
    }
  }

  #describe(rule: PolicyRule): string {
    const entry = this.#located.get(rule);
    return entry === undefined ? quote(rule.name) : describeRule(entry);
  }
}
