import type { JsonValue } from '@agent-safe/core';
import {
  type ActionDefinition,
  type ActionContext as Context,
  type Field,
  field,
  type Preview as KitPreview,
} from '@agent-safe/runner/executor-kit';
import type { Cluster } from './cluster.ts';
import { at } from './json.ts';
import type { Operation } from './transport.ts';

/** Connection of one execution. */
export interface Reach {
  readonly cluster: Pick<Cluster, keyof Cluster>;
}

/** One execution of a Kubernetes action. */
export type ActionContext = Context<Reach>;
export type KubernetesAction = ActionDefinition<Reach>;
export type Preview = KitPreview;

/** Builds a preview. The transport describes its steps. */
export function preview(
  { cluster }: Pick<ActionContext, 'cluster'>,
  operations: readonly Operation[],
  more: Omit<Preview, 'steps'> = {},
): Preview {
  return { steps: operations.map((operation) => cluster.describe(operation)), ...more };
}

/** Returns the uid of an object, which distinguishes it from another object with the same name. */
export function uidOf(object: JsonValue): Field {
  return field(at(object, 'metadata', 'uid'));
}
