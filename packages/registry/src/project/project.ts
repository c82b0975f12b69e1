import {
  type Action,
  AgentSafeError,
  type Diagnostic,
  deepFreeze,
  digestPolicies,
  type ErrorCode,
  makeSecretNames,
  type PolicyRule,
  SECRET_NAMES,
  type SecretNames,
  type Subject,
  type Target,
} from '@agent-safe/core';
import { type ListReading, readAction, readRules, readTargets } from '@agent-safe/schemas';
import type { PolicySet } from '../bundle/policy-set.ts';
import {
  checkAbsentBindings,
  checkAbsentConditions,
  checkAbsentConstraints,
} from '../validate/check-absent-conditions.ts';
import { checkRollbackTargets, checkTargetTypes } from '../validate/check-action-targets.ts';
import { checkSecretConditions } from '../validate/check-secret-conditions.ts';
import { checkSecretNames } from '../validate/check-secret-names.ts';
import { checkActions, checkNames } from '../validate/cross-checks.ts';
import type { Located } from '../yaml/located.ts';
import { type LoadedFile, type Part, readPart } from './read-part.ts';
import { readSubjectFiles } from './subjects.ts';

/** Paths of the documents, each a file or a folder of files. */
export interface ProjectPaths {
  readonly registry?: string | undefined;
  readonly policies?: string | undefined;
  readonly inventory?: string | undefined;
  /** Decisions do not depend on the subjects: `loadProject` does not read them. */
  readonly subjects?: string | undefined;
  /** Names of secrets in addition to the built-in list: parameters and state fields of such a name are sensitive by default. */
  readonly secretNames?: readonly string[] | undefined;
}

export type { LoadedFile };

/** All documents of a project, as read. */
export interface Project {
  readonly actions: readonly Located<Action>[];
  readonly rules: readonly Located<PolicyRule>[];
  /** Undefined if no inventory is configured; an empty inventory is an empty list. */
  readonly targets: readonly Located<Target>[] | undefined;
  readonly subjects: readonly Located<Subject>[];
  readonly files: readonly LoadedFile[];
  /** Every error and warning, in file order. A project with errors must not be used for decisions. */
  readonly diagnostics: readonly Diagnostic[];
  /** Code of the first part with an error. */
  readonly errorCode: ErrorCode;
}

/** Reads all documents and reports every error as a diagnostic. Throws nothing. */
export function readProject(paths: ProjectPaths): Project {
  const { actions, rules, targets } = readParts(paths);
  const subjects = readSubjectFiles(paths.subjects);
  return {
    actions: actions.entries,
    rules: rules.entries,
    targets: paths.inventory === undefined ? undefined : targets.entries,
    subjects: subjects.entries,
    files: [actions, rules, targets, subjects].flatMap(({ files }) => files),
    diagnostics: [actions, rules, targets, subjects].flatMap(({ diagnostics }) => diagnostics),
    errorCode: actions.diagnostics.some(isError)
      ? 'ERR_REGISTRY_INVALID'
      : rules.diagnostics.some(isError)
        ? 'ERR_POLICY_INVALID'
        : targets.diagnostics.some(isError)
          ? 'ERR_INVENTORY_INVALID'
          : 'ERR_SUBJECTS_INVALID',
  };
}

/**
 * Reads all documents. Any error refuses the whole project.
 *
 * @throws AgentSafeError (ERR_REGISTRY_INVALID, ERR_POLICY_INVALID or ERR_INVENTORY_INVALID) with every error
 */
export function loadProject(paths: ProjectPaths): PolicySet & { readonly files: readonly LoadedFile[] } {
  const project = readProject({ ...paths, subjects: undefined });
  const errors = project.diagnostics.filter(isError);
  if (errors.length === 0) return { ...toPolicySet(project), files: project.files };
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  throw new AgentSafeError(project.errorCode, `The project files have ${count}, so no decision is possible.`, {
    diagnostics: errors,
  });
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

export function toPolicySet(project: Project): PolicySet {
  const actions = project.actions.map(({ document }) => document);
  const rules = project.rules.map(({ document }) => document);
  const targets = project.targets?.map(({ document }) => document);
  return deepFreeze({ actions, rules, targets, digest: digestPolicies(actions, rules, targets ?? null) });
}

function readParts(paths: ProjectPaths): { actions: Part<Action>; rules: Part<PolicyRule>; targets: Part<Target> } {
  const { secretNames = [] } = paths;
  const names = secretNames.length === 0 ? SECRET_NAMES : makeSecretNames(secretNames);
  const actions = readPart(paths.registry, 'actions', readActions(names), (document) => [
    ...checkAbsentConstraints(document),
    ...checkSecretNames(document, names),
  ]);
  const rules = readPart(paths.policies, 'policies', readRules, checkAbsentConditions);
  const targets = readPart(paths.inventory, 'targets', readTargets, checkAbsentBindings);
  return {
    actions: withProblems(actions, [
      ...checkNames('action', actions.entries, 'name'),
      ...checkActions(actions.entries),
      ...checkRollbackTargets(actions.entries),
      ...checkTargetTypes(actions.entries, targets.entries),
    ]),
    rules: withProblems(rules, [
      ...checkNames('rule', rules.entries, 'name'),
      ...checkSecretConditions(rules.entries, actions.entries),
    ]),
    targets: withProblems(targets, checkNames('target', targets.entries, 'id')),
  };
}

function withProblems<Document>(part: Part<Document>, diagnostics: readonly Diagnostic[]): Part<Document> {
  return { ...part, diagnostics: [...part.diagnostics, ...diagnostics] };
}

function readActions(names: SecretNames): (value: unknown) => ListReading<Action> {
  return (value) => {
    const { document, diagnostics } = readAction(value, names);
    return { entries: document === undefined ? [] : [{ entry: document, path: [] }], diagnostics };
  };
}
