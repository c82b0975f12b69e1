import { failed, passed } from '@agent-safe/runner/executor-kit';
import { readFunction } from '../actions/lambda.ts';
import type { Check } from '../api/action-context.ts';

const functionExists: Check = async (context) => {
  const { FunctionName, State } = await readFunction(context);
  return FunctionName === undefined
    ? failed('The function does not exist.')
    : passed(`The function exists. Its state is ${State ?? 'unknown'}.`);
};

/** Checks of the actions of Lambda, by their names in the catalog. */
export const LAMBDA_PRECHECKS: Readonly<Record<string, Check>> = {
  'function-exists': functionExists,
};
