import { type Diagnostic, quote, type SecretNames } from '@agent-safe/core';
import type { YamlDocument } from '../yaml/yaml-document.ts';

type Declared = Readonly<Record<string, unknown>>;

/** Warns about parameters and state fields of an action that are sensitive only because of their names. */
export function checkSecretNames(document: YamlDocument, names: SecretNames): readonly Diagnostic[] {
  const { parameters, state_fields } = Object(document.value) as Declared;
  return [...check(document, names, 'parameters', parameters), ...check(document, names, 'state_fields', state_fields)];
}

function check(document: YamlDocument, names: SecretNames, key: string, declared: unknown): readonly Diagnostic[] {
  const what = key === 'parameters' ? 'parameter' : 'state field';
  return (Array.isArray(declared) ? declared : []).flatMap((entry: unknown, index): readonly Diagnostic[] => {
    const { locates, name, sensitive } = Object(entry) as Declared;
    if (typeof name !== 'string' || sensitive !== undefined || locates === true || !names.has(name)) return [];
    const message = `The ${what} ${quote(name)} has the name of a secret, so it is treated as sensitive.`;
    const fix = 'Write "sensitive: true" to say so, or "sensitive: false" if its value is no secret.';
    return [{ severity: 'warning', code: 'secret_name', message, fix, ...document.place([key, index, 'name']) }];
  });
}
