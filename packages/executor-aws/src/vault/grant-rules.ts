import { isJsonArray, type JsonObject, type JsonValue, quote } from '@agent-safe/core';
import { UNLIMITED_ACTIONS } from './unlimited-actions.ts';

/** One rule of the credentials, with every template filled in. */
export interface GrantRule {
  readonly actions: readonly string[];
  /** ARNs. Undefined if IAM cannot limit the actions to resources. */
  readonly resources: readonly string[] | undefined;
  /** Values of each condition key, by operator. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** The fields of the credentials cannot be granted. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused';
}

const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+$/;
const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws|):[^*?$]+$/;

/**
 * Reads the fields of AWS credentials: a list of rules, or one rule in the form of 0.11.
 *
 * @throws GrantRefused for fields that a policy cannot express, or that grant more than they name
 */
export function readGrantRules(fields: JsonObject): readonly GrantRule[] {
  const { rules, ...flat } = fields;
  if (rules === undefined) return [readRule(flat)];
  if (!isJsonArray(rules) || rules.length === 0) throw new GrantRefused('The field "rules" is not a list of rules.');
  return rules.map((rule) => {
    if (typeof rule === 'object' && rule !== null && !isJsonArray(rule)) return readRule(rule);
    throw new GrantRefused('A rule is not an object.');
  });
}

function readRule(fields: JsonObject): GrantRule {
  const [actions, resources] = [readTexts(fields.actions, 'actions'), readTexts(fields.resources, 'resources')];
  if (actions === undefined) throw new GrantRefused('A rule needs "actions".');
  for (const action of actions) {
    if (!ACTION.test(action)) throw new GrantRefused(`${quote(action)} is not the name of an IAM action.`);
    // A session of another role would have its permissions, and would not end with this lease.
    if (action.startsWith('sts:'))
      throw new GrantRefused(`${quote(action)} would let the execution get other credentials.`);
    if (resources === undefined && !UNLIMITED_ACTIONS.has(action)) {
      throw new GrantRefused(`${quote(action)} would apply to all resources. Add "resources" to its rule.`);
    }
  }
  const wrong = resources?.find((resource) => !ARN.test(resource));
  if (wrong !== undefined) throw new GrantRefused(`${quote(wrong)} is not the ARN of one resource.`);
  return { actions, resources, conditions: readConditions(fields.conditions) };
}

function readConditions(given: JsonValue | undefined): GrantRule['conditions'] {
  if (given === undefined || given === null) return {};
  const operators = Object.entries(readObject(given)).filter(([, keys]) => keys !== undefined && keys !== null);
  return Object.fromEntries(
    operators.map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(readObject(keys)).map(([key, value]) => {
          const values = readTexts(typeof value === 'string' ? [value] : value, key);
          if (values === undefined) throw new GrantRefused(`The condition ${quote(key)} has no value.`);
          return [key, values];
        }),
      ),
    ]),
  );
}

function readObject(given: JsonValue): JsonObject {
  if (typeof given === 'object' && given !== null && !isJsonArray(given)) return given;
  throw new GrantRefused('The field "conditions" is not an object of operators and keys.');
}

/** Reads a list of texts. An empty list or text could mean "all". @throws GrantRefused */
function readTexts(given: JsonValue | undefined, name: string): readonly string[] | undefined {
  if (given === undefined || given === null) return undefined;
  const texts = isJsonArray(given) ? given.filter((each) => typeof each === 'string') : [];
  if (!isJsonArray(given) || texts.length === 0 || texts.length !== given.length || texts.includes(''))
    throw new GrantRefused(`The field ${quote(name)} is not a list of texts.`);
  if (texts.some((each) => /[*?$]|\{\{/.test(each)))
    throw new GrantRefused(`The field ${quote(name)} contains a wildcard or a template.`);
  return texts;
}
