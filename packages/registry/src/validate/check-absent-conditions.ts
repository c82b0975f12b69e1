import { type Diagnostic, quote } from '@agent-safe/core';
import type { Path } from '@agent-safe/schemas';
import type { TriedConfig } from '../settings/config.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Warns about conditions of rules that let requests through, if the value is null or an empty mapping: a reader sees a condition, and
 * every request satisfies it. A deny rule with such a condition denies more, so it gets no warning.
 */
export function checkAbsentConditions(document: YamlDocument): readonly Diagnostic[] {
  return [...checkConditions(document), ...checkAbsentRequirements(document)];
}

/** Warns about keys that make a rule stricter and are null. */
function checkAbsentRequirements(document: YamlDocument): readonly Diagnostic[] {
  return entriesOf(document.value, 'rules').flatMap((rule, index) =>
    ['overrides', 'approvals'].flatMap((key) => {
      const required = isMapping(rule[key]) ? [...absentValues(rule[key], [])] : [];
      const absent = rule[key] === null ? [[]] : required.map(({ path }) => path);
      return absent.map((path) => {
        const message = `The value ${format([key, ...path])} of the rule ${quote(String(rule.name))} is null, so it has no effect.`;
        return warnAbsent(document, ['rules', index, key, ...path], message);
      });
    }),
  );
}

function checkConditions(document: YamlDocument): readonly Diagnostic[] {
  return entriesOf(document.value, 'rules').flatMap(({ decision, match, name }, index) => {
    if ((decision !== 'allow' && decision !== 'require_approval') || !isMapping(match)) return [];
    return [...absentValues(match, [])].map(({ isNull, path }) => {
      const message = `The condition ${format(path)} of the rule ${quote(String(name))} (${decision}) is ${
        isNull ? 'null, so it is not checked' : 'empty, so it requires nothing'
      }.`;
      return warnAbsent(document, ['rules', index, 'match', ...path], message);
    });
  });
}

/** Warns about settings that are null: a reader sees a restriction, such as `strict`, and the default applies. */
export function checkAbsentSettings({ place, value }: Pick<TriedConfig, 'place' | 'value'>): readonly Diagnostic[] {
  const absent = [...absentValues(isMapping(value) ? value : {}, [])].filter(({ isNull }) => isNull);
  return absent.map(({ path }) =>
    warnAbsent({ place }, path, `The setting ${format(path)} is null, so its default applies.`),
  );
}

/** Members of a parameter that restrict its values or its targets, or hide it. */
const RESTRICTING = ['locates', 'required', 'sensitive'];

/** Warns about constraints of an action that are null. */
export function checkAbsentConstraints(document: YamlDocument): readonly Diagnostic[] {
  const parameters = entriesOf(document.value, 'parameters');
  const flags = parameters.flatMap((parameter, index) =>
    RESTRICTING.filter((key) => parameter[key] === null).map((key) => {
      const message = `The value ${key} of the parameter ${quote(String(parameter.name))} is null, so its default applies.`;
      return warnAbsent(document, ['parameters', index, key], message);
    }),
  );
  return [...flags, ...checkConstraints(document, parameters)];
}

function checkConstraints(document: YamlDocument, parameters: readonly Mapping[]): readonly Diagnostic[] {
  return parameters.flatMap(({ constraints, name }, index) => {
    const all = isMapping(constraints) ? constraints : { '': constraints };
    const absent = [...absentValues(all, [])].filter(({ isNull }) => isNull);
    return absent.map(({ path: [key = '', ...rest] }) => {
      const path = ['constraints', ...(key === '' ? [] : [key]), ...rest];
      const message = `The value ${format(path)} of the parameter ${quote(String(name))} is null, so it is not checked.`;
      return warnAbsent(document, ['parameters', index, ...path], message);
    });
  });
}

/** Warns about bindings of targets that are null. */
export function checkAbsentBindings(document: YamlDocument): readonly Diagnostic[] {
  return entriesOf(document.value, 'targets').flatMap(({ bindings, id }, index) => {
    if (bindings !== null) return [];
    const message = `The bindings of the target ${quote(String(id))} are null, so they limit no parameter.`;
    return [warnAbsent(document, ['targets', index, 'bindings'], message)];
  });
}

function warnAbsent(document: Pick<TriedConfig, 'place'>, path: Path, message: string): Diagnostic {
  const fix = 'Add a value, or remove the key.';
  return { severity: 'warning', code: 'condition_absent', message, fix, ...document.place(path, true) };
}

/** Yields the members that are null or an empty mapping, with their paths. */
function* absentValues(holder: Mapping, path: Path): Generator<{ readonly path: Path; readonly isNull: boolean }> {
  for (const [key, value] of Object.entries(holder)) {
    yield* absentValue(value, [...path, key]);
    for (const [index, item] of (Array.isArray(value) ? value : []).entries()) {
      if (isMapping(item)) yield* absentValue(item, [...path, key, index]);
    }
  }
}

function* absentValue(value: unknown, path: Path): Generator<{ readonly path: Path; readonly isNull: boolean }> {
  if (value === null) yield { path, isNull: true };
  else if (isMapping(value) && Object.keys(value).length === 0) yield { path, isNull: false };
  else if (isMapping(value)) yield* absentValues(value, path);
}

function format(path: Path): string {
  return path.map((part, depth) => (typeof part === 'number' ? `[${part}]` : depth === 0 ? part : `.${part}`)).join('');
}

function entriesOf(value: unknown, key: string): readonly Mapping[] {
  const list = isMapping(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.map((entry: unknown) => (isMapping(entry) ? entry : {})) : [];
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
