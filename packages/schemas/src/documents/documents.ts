import {
  type Action,
  type ActionParameter,
  type CheckRequest,
  needsTarget,
  type PolicyRule,
  SECRET_NAMES,
  type SecretNames,
  type StateField,
  type Subject,
  type Target,
} from '@agent-safe/core';
import * as z from 'zod';
import { type Path, type PathDiagnostic, toDiagnostics } from '../diagnostics/diagnostics.ts';
import { type Config, configSchema } from '../settings/config.ts';
import { actionSchema } from './action.ts';
import { inventoryFileSchema, targetSchema } from './inventory.ts';
import { policyFileSchema, ruleSchema } from './policy.ts';
import { type PolicyTestCase, testCaseSchema, testFileSchema } from './policy-test.ts';
import { planSchema, stepSchema } from './request.ts';
import { subjectFileSchema, subjectSchema } from './subjects.ts';

/** A document, or every mistake in it. */
export interface Reading<Document> {
  /** Undefined if there are diagnostics. */
  readonly document: Document | undefined;
  readonly diagnostics: readonly PathDiagnostic[];
}

/** As {@link Reading}, entry by entry: a mistake in one entry does not hide the others. */
export interface ListReading<Entry> {
  readonly entries: readonly { readonly entry: Entry; readonly path: Path }[];
  readonly diagnostics: readonly PathDiagnostic[];
}

/** Reads one action, and fills in every default. */
export function readAction(value: unknown, names: SecretNames = SECRET_NAMES): Reading<Action> {
  const misplaced = findMisplaced(value, 'action');
  if (misplaced.length > 0) return { document: undefined, diagnostics: misplaced };
  const { diagnostics, document } = read<ParsedAction>(actionSchema, value);
  return { diagnostics, document: document === undefined ? undefined : fillDefaults(document, names) };
}

/** An action whose file may leave out whether a value is secret. */
type ParsedAction = Omit<Action, 'parameters' | 'state_fields'> & {
  readonly parameters: readonly MayBeSensitive<ActionParameter>[];
  readonly state_fields: readonly MayBeSensitive<StateField>[];
};
type MayBeSensitive<Declared> = Omit<Declared, 'sensitive'> & { readonly sensitive?: boolean };

/**
 * Fills in the defaults that depend on other keys. Values of secret names are sensitive, unless the file says whether they are; a
 * locating parameter is shown. An action without a target is internal.
 */
function fillDefaults(action: ParsedAction, names: SecretNames): Action {
  return {
    ...action,
    ...(needsTarget(action) ? {} : { sensitivity: action.sensitivity ?? 'internal' }),
    parameters: action.parameters.map(({ sensitive, ...rest }) => {
      return { ...rest, sensitive: sensitive ?? (!rest.locates && names.has(rest.name)) };
    }),
    state_fields: action.state_fields.map(({ sensitive, ...rest }) => {
      return { ...rest, sensitive: sensitive ?? names.has(rest.name) };
    }),
  };
}

/** Reads the settings of agent-safe.yaml. An empty file has the defaults. */
export function readConfig(value: unknown): Reading<Config> {
  return read<Config>(configSchema, value ?? {});
}

/** Reads the rules of a policy file. */
export function readRules(value: unknown): ListReading<PolicyRule> {
  return readList<PolicyRule>('rules', ruleSchema, value);
}

/** Reads the targets of an inventory. */
export function readTargets(value: unknown): ListReading<Target> {
  return readList<Target>('targets', targetSchema, value);
}

/** Reads the subjects of a file, and fills in their agent ids. */
export function readSubjects(value: unknown): ListReading<Subject> {
  return readList<Subject>('subjects', subjectSchema, value);
}

/** Reads the cases of a file of policy tests. */
export function readTestCases(value: unknown): ListReading<PolicyTestCase> {
  return readList<PolicyTestCase>('tests', testCaseSchema, value);
}

/** Reads a plan: a list of steps, or a mapping with the list under `steps`. */
export function readPlan(value: unknown): ListReading<CheckRequest> {
  if (!Array.isArray(value)) return readList<CheckRequest>('steps', stepSchema, value);
  const { entries, diagnostics } = readList<CheckRequest>('steps', stepSchema, { steps: value });
  return {
    entries: entries.map(({ entry, path }) => ({ entry, path: path.slice(1) })),
    diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic, path: diagnostic.path.slice(1) })),
  };
}

/** The top-level key of each kind of file, and the name of the kind. */
const ROOTS = {
  rules: 'a policy file',
  targets: 'an inventory',
  subjects: 'a file of subjects',
  tests: 'a file of policy tests',
  steps: 'a plan',
} as const;

/** Every key of a misplaced file would be a mistake, so one diagnostic names the kind of the file. */
function findMisplaced(value: unknown, expected: keyof typeof ROOTS | 'action'): readonly PathDiagnostic[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const roots = Object.keys(ROOTS) as (keyof typeof ROOTS)[];
  const root = roots.find((key) => Array.isArray((value as Readonly<Record<string, unknown>>)[key]));
  const isAction = 'risk_class' in value || 'target_types' in value;
  const is = root === undefined ? (isAction ? 'action' : undefined) : root;
  if (is === undefined || is === expected) return [];
  const name = (kind: keyof typeof ROOTS | 'action') => (kind === 'action' ? 'an action' : ROOTS[kind]);
  const message = `The file is ${name(is)}, not ${name(expected)}.`;
  return [{ code: 'document_misplaced', message, fix: 'Move it, or use another path.', path: [], atKey: false }];
}

function read<Document>(schema: z.ZodType, value: unknown): Reading<Document> {
  const result = schema.safeParse(value);
  if (!result.success) return { document: undefined, diagnostics: toDiagnostics(result.error, value) };
  return { document: prune(result.data) as Document, diagnostics: [] };
}

function readList<Entry>(key: keyof typeof ROOTS, schema: z.ZodType, value: unknown): ListReading<Entry> {
  const misplaced = findMisplaced(value, key);
  if (misplaced.length > 0) return { entries: [], diagnostics: misplaced };
  const frame = read(
    z.strictObject(
      { [key]: z.array(z.unknown()) },
      { error: (issue) => (issue.code === 'unrecognized_keys' ? key : undefined) },
    ),
    value,
  );
  const list = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  const entries: { entry: Entry; path: Path }[] = [];
  const diagnostics: PathDiagnostic[] = [...frame.diagnostics];
  for (const [index, item] of (Array.isArray(list) ? list : []).entries()) {
    const path: Path = [key, index];
    const reading = read<Entry>(schema, item);
    if (reading.document !== undefined) entries.push({ entry: reading.document, path });
    diagnostics.push(
      ...reading.diagnostics.map((diagnostic) => ({ ...diagnostic, path: [...path, ...diagnostic.path] })),
    );
  }
  return { entries, diagnostics };
}

/** Removes undefined members, so that a document equals its JSON. */
function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, prune(member)]));
}

/** Schemas of the documents, by the names of their JSON Schemas. */
const SCHEMAS = {
  action: actionSchema,
  policies: policyFileSchema,
  inventory: inventoryFileSchema,
  subjects: subjectFileSchema,
  'agent-safe': configSchema,
  'policy-tests': testFileSchema,
  plan: planSchema,
} as const;

export type DocumentName = keyof typeof SCHEMAS;
export const DOCUMENT_NAMES = Object.keys(SCHEMAS) as readonly DocumentName[];

/** Returns the JSON Schema (2020-12) of a document, for editors and for other languages. */
export function jsonSchema(name: DocumentName): Record<string, unknown> {
  const schema = z.toJSONSchema(SCHEMAS[name], { io: 'input', reused: 'inline' });
  return { title: `Agent-Safe ${name}`, ...schema };
}
