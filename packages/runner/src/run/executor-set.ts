import { AgentSafeError, type CredentialRules, type Executor, quote } from '@agent-safe/core';

/** Executor that is loaded when a ticket needs it. */
export interface LazyExecutor {
  /** Name of the executor that {@link load} returns. */
  readonly name: string;
  load(): Promise<Executor>;
}

const METHODS = [
  'supports',
  'checkScope',
  'precheck',
  'readState',
  'execute',
  'waitForEffect',
  'dryRun',
] as const satisfies readonly (keyof Executor)[];

/**
 * Refuses an executor without a required member. Types do not check JavaScript, and a missing method would otherwise fail only
 * when a ticket is used.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID
 */
export function refuseIncompleteExecutor(given: unknown): void {
  const executor = Object(given) as Readonly<Record<string, unknown>>;
  const lacks = (member: string, what: string) => {
    const name = typeof executor.name === 'string' ? quote(executor.name) : 'An executor';
    const why = `${name} has no "${member}", which must be ${what}.`;
    return new AgentSafeError(
      'ERR_CONFIG_INVALID',
      `Invalid option: executors. ${why} See "Executor" of @agent-safe/core.`,
    );
  };
  if (typeof executor.name !== 'string' || executor.name === '') throw lacks('name', 'text');
  if (typeof executor.load === 'function') return;
  if (!Array.isArray(executor.scopeFields)) throw lacks('scopeFields', 'an array of names');
  for (const method of METHODS) if (typeof executor[method] !== 'function') throw lacks(method, 'a function');
}

/** Executors of a runner, by their names, with their rules for credentials. */
export class ExecutorSet {
  readonly #entries: ReadonlyMap<string, Executor | LazyExecutor>;
  readonly #rules: Readonly<Record<string, CredentialRules>>;
  readonly #loaded: Map<string, Promise<Executor>>;

  /**
   * @param rules rules for the types of credentials without rules of an executor
   * @param loaded executors that are already loaded
   */
  constructor(
    entries: ReadonlyMap<string, Executor | LazyExecutor>,
    rules: Readonly<Record<string, CredentialRules>> = {},
    loaded = new Map<string, Promise<Executor>>(),
  ) {
    this.#entries = entries;
    this.#rules = rules;
    this.#loaded = loaded;
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Returns the executor with this name, or undefined if it does not exist. */
  async find(name: string): Promise<Executor | undefined> {
    const entry = this.#entries.get(name);
    return entry === undefined ? undefined : this.#load(entry);
  }

  /** Returns the rules for a type of credentials: from the given executor, else from another executor, else from the options. */
  async findRules(type: string, executor: Executor): Promise<CredentialRules | undefined> {
    const own = rulesOf(executor, type);
    if (own !== undefined) return own;
    for (const entry of this.#entries.values()) {
      const found = rulesOf(await this.#load(entry), type);
      if (found !== undefined) return found;
    }
    return Object.hasOwn(this.#rules, type) ? this.#rules[type] : undefined;
  }

  /** Returns a copy with one more executor. */
  with(executor: Executor): ExecutorSet {
    return new ExecutorSet(new Map([...this.#entries, [executor.name, executor]]), this.#rules, this.#loaded);
  }

  #load(entry: Executor | LazyExecutor): Promise<Executor> {
    if ('supports' in entry) return Promise.resolve(entry);
    const loaded = this.#loaded.get(entry.name);
    if (loaded !== undefined) return loaded;
    const loading = entry.load().then((executor) => {
      refuseIncompleteExecutor(executor);
      if (executor.name === entry.name) return executor;
      // The log records the name of the executor, and a rollback finds the executor by that name.
      const summary = `The executor "${entry.name}" loaded an executor named "${executor.name}". Both must have the same name.`;
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    });
    this.#loaded.set(entry.name, loading);
    // A later ticket loads it again.
    loading.catch(() => this.#loaded.delete(entry.name));
    return loading;
  }
}

function rulesOf({ credentialRules = {} }: Executor, type: string): CredentialRules | undefined {
  return Object.hasOwn(credentialRules, type) ? credentialRules[type] : undefined;
}
