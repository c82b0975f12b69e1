import { type Diagnostic, type PolicyRule, quote } from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import { matchesTarget, type PreparedRule, VerifiedChain } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { describeRule, type LintedProject, warn } from './linted-project.ts';
import { RequestSpace } from './request-space.ts';

/** How many disagreements are told of one rule. */
const MOST_TIES = 5;

/** What can be told of rules only by what they decide: found by asking about every request that rules tell apart. */
export function lintReach(project: LintedProject, strict: boolean, proof: ProofOptions = {}): readonly Diagnostic[] {
  return new ReachLint(project, strict, new VerifiedChain(proof)).run();
}

class ReachLint {
  readonly #project: LintedProject;
  readonly #space: RequestSpace;
  readonly #located: ReadonlyMap<PolicyRule, Located<PolicyRule>>;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #shadowed = new Set<PolicyRule>();

  constructor(project: LintedProject, strict: boolean, names: VerifiedChain) {
    const { actions, rules, targets } = project;
    this.#project = project;
    this.#space = new RequestSpace(
      {
        actions: actions.map(({ document }) => document),
        rules: rules.map(({ document }) => document),
        targets: targets?.map(({ document }) => document),
      },
      strict,
      names,
    );
    this.#located = new Map(rules.map((entry) => [entry.document, entry]));
  }

  run(): readonly Diagnostic[] {
    for (const rule of this.#space.rules) this.#lintRule(rule);
    this.#lintTies();
    this.#lintActions();
    return this.#diagnostics;
  }

  #lintRule(rule: PreparedRule): void {
    const entry = this.#located.get(rule.rule);
    if (entry === undefined || this.#lintTargets(entry)) return;
    const hiders = new Set<PolicyRule>();
    for (const facts of this.#space.requestsFor([rule])) {
      const decides = this.#space.index.find(facts);
      if (decides === rule.rule) return;
      if (decides !== undefined) hiders.add(decides);
    }
    // A warning is never a guess.
    if (this.#space.isSpent) return;
    const name = quote(rule.rule.name);
    if (hiders.size === 0) {
      // That no action is called so is said already.
      if (!this.#project.actions.some(({ document }) => rule.matchesAction(document.name))) return;
      const message = `The rule ${name} can never decide: no request of this project is as it asks.`;
      const fix = 'Look at its actions, targets and risk_classes together, or remove it.';
      this.#diagnostics.push(warn(entry, ['name'], { code: 'rule_unmatched', message, fix }));
      return;
    }
    this.#shadowed.add(rule.rule);
    const by = Array.from(hiders, (hider) => this.#describe(hider)).join(', ');
    this.#diagnostics.push(
      warn(entry, ['name'], {
        code: 'rule_shadowed',
        message: `The rule ${name} can never decide: whatever it matches is decided before, by ${by}.`,
        fix: 'Give it a higher priority, make the others narrower, or remove it.',
      }),
    );
  }

  /** A target selector that no target satisfies. Says whether it said so. */
  #lintTargets(entry: Located<PolicyRule>): boolean {
    const { match, name } = entry.document;
    if (match.targets === undefined) return false;
    const { targets } = this.#project;
    if (targets?.some(({ document }) => matchesTarget(match.targets, document))) return false;
    const where = targets === undefined ? 'there is no inventory' : 'no target of the inventory is so';
    this.#diagnostics.push(
      warn(entry, ['match', 'targets'], {
        code: 'targets_unmatched',
        message: `The rule ${quote(name)} can never decide: it asks for ${JSON.stringify(match.targets)}, and ${where}.`,
        fix: 'Correct the selector, or add the target to the inventory.',
      }),
    );
    return true;
  }

  /** Of two rules of one priority, the order of the files decides: where they disagree, nobody meant that. */
  #lintTies(): void {
    const { index, rules } = this.#space;
    for (const [place, later] of rules.entries()) {
      const entry = this.#located.get(later.rule);
      if (entry === undefined || this.#shadowed.has(later.rule)) continue;
      let found = 0;
      for (let before = place - 1; before >= 0 && rules[before]?.rule.priority === later.rule.priority; before--) {
        const earlier = rules[before];
        if (earlier === undefined || earlier.rule.decision === later.rule.decision) continue;
        if (found >= MOST_TIES) break;
        for (const facts of this.#space.requestsFor([earlier, later])) {
          if (index.find(facts) !== earlier.rule) continue;
          found++;
          const target = facts.target === undefined ? '' : ` on ${quote(facts.target.id)}`;
          const message = `The rule ${quote(later.rule.name)} says ${later.rule.decision} to ${facts.action}${target}, and ${this.#describe(earlier.rule)} of the same priority says ${earlier.rule.decision}: the one that is read first decides.`;
          const fix = 'Give one of them a higher priority.';
          this.#diagnostics.push(warn(entry, ['priority'], { code: 'priority_tie', message, fix }));
          break;
        }
      }
    }
  }

  #lintActions(): void {
    for (const entry of this.#project.actions) {
      const { name } = entry.document;
      const pairs = this.#space.pairs.filter(({ action }) => action === name);
      const isReached = this.#space.rules.some((rule) => {
        for (const _ of this.#space.requestsFor([rule], pairs)) return true;
        return false;
      });
      if (isReached || this.#space.isSpent) continue;
      const why =
        pairs.length === 0
          ? 'strict mode refuses it on every target'
          : 'no rule matches it on any target of this project';
      this.#diagnostics.push(
        warn(entry, ['name'], {
          code: 'action_unreachable',
          message: `The action ${quote(name)} is always denied: ${why}.`,
          fix:
            pairs.length === 0
              ? 'Add a target of its type that binds what it touches.'
              : 'Write a rule for it, or remove it.',
        }),
      );
    }
  }

  #describe(rule: PolicyRule): string {
    const entry = this.#located.get(rule);
    return entry === undefined ? quote(rule.name) : describeRule(entry);
  }
}
