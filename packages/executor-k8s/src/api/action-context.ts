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

/** The connection of one execution. */
export interface Reach {
  readonly cluster: Pick<Cluster, keyof Cluster>;
}

export type ActionContext = Context<Reach>;
export type KubernetesAction = ActionDefinition<Reach>;
export type Preview = KitPreview;

/** A preview whose steps are described by the transport that would take them. */
export function preview(
  { cluster }: Pick<ActionContext, 'cluster'>,
  operations: readonly Operation[],
  more: Omit<Preview, 'steps'> = {},
): Preview {
  return { steps: operations.map((operation) => cluster.describe(operation)), ...more };
}

/** The identity of an object: its uid, beside its name. */
export function uidOf(object: JsonValue): Field {
  return field(at(object, 'metadata', 'uid'));
}
