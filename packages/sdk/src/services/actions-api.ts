import { type Action, AgentSafeError, type InputSchema, inputSchema, quote, suggest } from '@agent-safe/core';
import { type ActionFilter, filterActions } from './catalog.ts';

/** `safe.actions`: the registered actions. */
export interface ActionsApi {
  /** Lists the registered actions by name: all, or those with a tag and a risk class. */
  (filter?: ActionFilter): readonly Action[];
  /**
   * Returns the JSON Schema (2020-12) of the parameters of an action, for a tool definition of MCP or of an LLM API. The target is not a
   * parameter.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const tools = safe.actions().map(({ description, name }) => {
   *   return { name, description, inputSchema: safe.actions.inputSchema(name) };
   * });
   *
   * @throws AgentSafeError ERR_REGISTRY_INVALID if the registry has no such action
   */
  readonly inputSchema: (name: string) => InputSchema;
}

export function makeActionsApi(actions: readonly Action[]): ActionsApi {
  const find = (name: string): Action => {
    const found = actions.find((action) => action.name === name);
    if (found !== undefined) return found;
    const names = actions.map((action) => action.name);
    const hint = suggest(String(name), names, 'To list all actions, run: agent-safe list-actions');
    throw new AgentSafeError('ERR_REGISTRY_INVALID', `The registry has no action ${quote(String(name))}. ${hint}`);
  };
  return Object.assign((filter: ActionFilter = {}) => filterActions(actions, filter), {
    inputSchema: (name: string) => inputSchema(find(name)),
  });
}
