let loading: Promise<typeof import('../lazy/tokens.ts')> | undefined;

/** Loads the token services once. An import costs several times as much as a decision, also of a module that is loaded. */
export function loadTokens(): Promise<typeof import('../lazy/tokens.ts')> {
  loading ??= import('../lazy/tokens.ts');
  return loading;
}
