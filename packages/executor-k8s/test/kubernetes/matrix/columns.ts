import type { JsonObject, JsonValue } from '@agent-safe/core';
import type { RollbackRefusal, RunnerOptions, RunReport, RunResult } from '@agent-safe/runner';
import type { LIVE } from '../support/kubectl.ts';
import type { openLive } from '../support/live.ts';

/** Start objects of one side of a comparison. Both sides have the same objects, under names of their own. */
export interface Place {
  readonly namespace: string;
  /** A second name for a namespace. It does not exist at the start. */
  readonly beside: string;
  /** A node that no other test uses; empty unless the entry asks for one. */
  readonly node: string;
}

/** One side with a runner. */
export interface World {
  readonly live: Awaited<ReturnType<typeof openLive>>;
  readonly place: Place;
  readonly params: JsonObject;
}

/** A request that is refused, and the reason. */
export interface Refused {
  /** Changes the start objects first. */
  readonly prepare?: (place: Place) => Promise<unknown>;
  /** Parameters that differ from those of the entry. */
  readonly params?: JsonObject;
  readonly reason: RegExp;
}

/** A plan that is refused, since the action cannot be rolled back. */
interface NoRollback {
  readonly code: RollbackRefusal['code'];
  readonly reason: RegExp;
  /** Why no rollback can exist. */
  readonly why: string;
}

/** A rollback after which the objects are as they were. */
interface Restoration {
  readonly restores: 'everything';
  /** Warnings of the plan, about everything that it does not restore. */
  readonly warnings?: readonly RegExp[];
}

/** A rollback that restores only a part of the observed objects. */
interface Part {
  readonly restores: (observed: JsonValue) => JsonValue;
  /** Why the rest stays. */
  readonly why: string;
  readonly warnings?: readonly RegExp[];
}

/** One action of the catalog. A column that cannot apply says why, and the tests check that the plan refuses it for that reason. */
export interface Entry {
  /** Needs of the tests besides an API. */
  readonly needs?: keyof typeof LIVE;
  readonly withNode?: boolean;
  readonly runner?: Partial<RunnerOptions>;
  /** Creates the start objects. */
  readonly prepare: (place: Place) => Promise<unknown>;
  /** Parameters with which the action succeeds. */
  readonly params: (place: Place) => JsonObject | Promise<JsonObject>;
  /** Performs the run that succeeds, if something must happen during it. */
  readonly run?: (world: World) => Promise<RunResult>;
  /** Reads everything that the action may change. */
  readonly observe: (place: Place) => Promise<JsonValue>;
  readonly columns: {
    /** The difference that a dry run shows; null if the action changes nothing. */
    readonly dryRun: { readonly difference: RegExp | null };
    /** Checks the objects after a run. The tests also check that the run reports success. */
    readonly effect: (world: World, report: RunReport) => Promise<unknown>;
    /** The commands of an operator on the twin, at the same time. The column names the deliberate differences. */
    readonly twin: {
      readonly kubectl: (place: Place, params: JsonObject, report: Promise<RunReport>) => Promise<unknown>;
      readonly deliberate?: string;
    };
    readonly refusal: Refused;
    readonly wrongParameter: Refused;
    readonly rollback: Restoration | Part | NoRollback;
    readonly rollbackOfRollback: Restoration | Part | NoRollback;
    /** Another writer is at work: before a rollback (`edit`, and the fields that the refusal names), or around the run (`race`). */
    readonly interference:
      | {
          readonly edit: (place: Place) => Promise<unknown>;
          readonly changed: RegExp;
          /** The reason if the API or the action refuses even a rollback with `--overwrite`. */
          readonly overwriteRefused?: RegExp;
        }
      | { readonly race: (world: World) => Promise<void> };
  };
}

export const COLUMNS = [
  'dryRun',
  'effect',
  'twin',
  'refusal',
  'wrongParameter',
  'rollback',
  'rollbackOfRollback',
  'interference',
] as const satisfies readonly (keyof Entry['columns'])[];

/** Lists the actions without an entry, entries without a column, and columns that cannot apply and do not say why. */
export function findGaps(matrix: Readonly<Record<string, Entry>>, actions: readonly string[]): readonly string[] {
  const missing = actions.filter((name) => !Object.hasOwn(matrix, name)).map((name) => `${name}: no entry`);
  const unknown = Object.keys(matrix).filter((name) => !actions.includes(name));
  const columns = Object.entries(matrix).flatMap(([name, { columns: given }]) =>
    COLUMNS.flatMap((column) => {
      const value: object | undefined = given[column];
      if (value === undefined) return [`${name}: no column ${column}`];
      const isWhole = !('code' in value) && !('restores' in value && value.restores !== 'everything');
      const why = 'why' in value ? String(value.why) : '';
      return isWhole || why.length >= 20 ? [] : [`${name}: ${column} does not say why it cannot apply`];
    }),
  );
  return [...missing, ...unknown.map((name) => `${name}: not in the catalog`), ...columns];
}
