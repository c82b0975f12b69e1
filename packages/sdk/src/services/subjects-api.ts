import { canonicalJson, plain, type Subject, sha256, sortBy } from '@agent-safe/core';
import { checkOptions, object, optional, text } from '@agent-safe/core/options';

export interface SubjectFilter {
  readonly type?: string | undefined;
}

const filterShape = object<SubjectFilter>({ type: optional(text) });

/** `safe.subjects`: the agents and people of the file `subjects`. Methods throw AgentSafeError ERR_SUBJECTS_INVALID. */
export class SubjectsApi {
  readonly #path: string | undefined;
  #all: Promise<readonly Subject[]> | undefined;

  /** @param path undefined: there are no subjects */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /**
   * Lists the subjects by type and id: all, or those of a type.
   *
   * @example
   * const safe = await AgentSafe.open();
   * for (const { agent_id, roles } of await safe.subjects.list({ type: 'user' })) console.log(agent_id, roles);
   */
  async list(filter: SubjectFilter = {}): Promise<readonly Subject[]> {
    checkOptions(filterShape, filter, '');
    const { type } = filter;
    return (await this.#read()).filter((subject) => type === undefined || subject.type === type);
  }

  /** Returns a subject by its type and id. */
  async find({ id, type }: Pick<Subject, 'id' | 'type'>): Promise<Subject | undefined> {
    return (await this.#read()).find((subject) => subject.type === type && subject.id === id);
  }

  /** Returns the digest of all subjects. Comments and the order of the file do not change it. */
  async digest(): Promise<string> {
    return sha256(canonicalJson(plain({ subjects: await this.#read() })));
  }

  #read(): Promise<readonly Subject[]> {
    // After a failure, the next call reads the file again: it may have been repaired.
    this.#all ??= this.#load().catch((error: unknown) => {
      this.#all = undefined;
      throw error;
    });
    return this.#all;
  }

  async #load(): Promise<readonly Subject[]> {
    if (this.#path === undefined) return [];
    const { loadSubjects } = await import('@agent-safe/registry');
    return sortBy(loadSubjects(this.#path), ({ id, type }) => JSON.stringify([type, id]));
  }
}
