import { AgentSafeError, type CredentialRules, type Executor, quote } from '@agent-safe/core';

/** An executor that is loaded when a ticket needs it. */
export interface LazyExecutor {
  /** The name of the executor that {@link load} gives. */
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
 * Types do not reach an executor that is written in JavaScript. A part that is missing would be noticed when a ticket is used.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID
 */
export function refuseIncompleteExecutor(given: unknown): void {
  const executor = Object(given) as Readonly<Record<string, unknown>>;
  const lacks = (member: string, what: string) => {
    const name = typeof executor.name === 'string' ? quote(executor.name) : 'One of them';
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

/** The executors of a runner by their names, and their rules for credentials. */
export class ExecutorSet {
  readonly #entries: ReadonlyMap<string, Executor | LazyExecutor>;
  readonly #rules: Readonly<Record<string, CredentialRules>>;
  readonly #loaded: Map<string, Promise<Executor>>;

  /**
   * @param rules for types of credentials that no executor has rules for
   * @param loaded executors that were loaded before
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

  /** Undefined where there is none of that name. */
  async find(name: string): Promise<Executor | undefined> {
    const entry = this.#entries.get(name);
    return entry === undefined ? undefined : this.#load(entry);
  }

  /** The rules for a type of credentials: those of the executor that uses them, else those of another one that knows the type. */
  async findRules(type: string, executor: Executor): Promise<CredentialRules | undefined> {
    const own = rulesOf(executor, type);
    if (own !== undefined) return own;
    for (const entry of this.#entries.values()) {
      const found = rulesOf(await this.#load(entry), type);
      if (found !== undefined) return found;
    }
    return Object.hasOwn(this.#rules, type) ? this.#rules[type] : undefined;
  }

  /** The same, and one more. */
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
      // The log names the executor, and a rollback looks for it by that name.
      const summary = `The executor "${entry.name}" has loaded one that is called "${executor.name}".`;
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    });
    this.#loaded.set(entry.name, loading);
    // A later ticket tries again.
    loading.catch(() => this.#loaded.delete(entry.name));
    return loading;
  }
}

function rulesOf({ credentialRules = {} }: Executor, type: string): CredentialRules | undefined {
  return Object.hasOwn(credentialRules, type) ? credentialRules[type] : undefined;
}
