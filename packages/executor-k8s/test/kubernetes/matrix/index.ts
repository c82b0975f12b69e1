import { CLUSTER } from './cluster.ts';
import type { Entry } from './columns.ts';
import { PODS } from './pods.ts';
import { SETTINGS } from './settings.ts';
import { WORKLOADS } from './workloads.ts';

/** One entry for each Kubernetes action of the catalog. */
export const MATRIX: Readonly<Record<string, Entry>> = { ...CLUSTER, ...PODS, ...SETTINGS, ...WORKLOADS };
