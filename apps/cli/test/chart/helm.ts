import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '@agent-safe/testkit/folders';
import { parse, parseAllDocuments } from 'yaml';
import { run } from '../run.ts';

const HELM = process.env.AGENT_SAFE_TEST_HELM ?? 'helm';
export const CHART: string = fileURLToPath(new URL('../../../../deploy/helm/agent-safe-runner', import.meta.url));
export const EXAMPLE: string = join(CHART, 'ci/example-values.yaml');

const version = spawnSync(HELM, ['version', '--short'], { encoding: 'utf8' });
export const hasHelm: boolean = version.status === 0 && version.stdout.startsWith('v3.');
export const NEEDS_HELM: string = hasHelm ? '' : ' (skipped: Helm 3 is missing, see infra/README.md)';

export interface HelmRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function helm(...argv: readonly string[]): HelmRun {
  const { status, stderr, stdout } = spawnSync(HELM, argv, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, stderr, stdout };
}

/** A Kubernetes object, with the members that the tests read. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [member: string]: unknown };
  readonly [member: string]: unknown;
}

export type Values = Readonly<Record<string, unknown>>;

/** Renders the chart with the example values, a file of RBAC objects, and more values. */
export function template(rbac: string, values: Values = {}): HelmRun {
  return helm(
    'template',
    'runner',
    CHART,
    '--namespace=agents',
    '--kube-version=1.34.4',
    ...valueOptions(rbac, values),
  );
}

export function valueOptions(rbac: string, values: Values): readonly string[] {
  const file = join(makeFolder(), 'values.json');
  writeFileSync(file, JSON.stringify(values));
  return [`--values=${EXAMPLE}`, `--values=${file}`, `--set-file=rbac.objects=${rbac}`];
}

/** Renders the chart. @returns its objects */
export function render(rbac: string, values: Values = {}): readonly Manifest[] {
  const { status, stderr, stdout } = template(rbac, values);
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Manifest | null)
    .filter((object) => object !== null);
}

export function find(objects: readonly Manifest[], kind: string): Manifest {
  const [found, ...more] = objects.filter((object) => object.kind === kind);
  if (found === undefined || more.length > 0) throw new Error(`There is not exactly one ${kind}.`);
  return found;
}

/** Writes the output of `agent-safe credential rbac` in a project. @returns the path, and the objects */
export async function writeRbac(cwd: string, ...argv: string[]) {
  const { err, exit, out } = await run(cwd, 'credential', 'rbac', ...argv);
  if (exit !== 0) throw new Error(err);
  const path = join(cwd, 'rbac.json');
  writeFileSync(path, out);
  return { path, items: (JSON.parse(out) as { readonly items: readonly Manifest[] }).items };
}

/** Returns the names of values that the README of a chart lists, and those that the chart has. */
export function readValues(chart: string): {
  readonly listed: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
} {
  const readme = readFileSync(join(chart, 'README.md'), 'utf8').split('## Values')[1] ?? '';
  const listed = readme.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)]);
  const leaves = (value: unknown, path: string): readonly string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, member]) => leaves(member, path === '' ? key : `${path}.${key}`))
      : [path];
  const { resources: _, ...values } = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as Values;
  return {
    listed: new Set(listed.map(([, name = '']) => name)),
    values: new Set([...leaves(values, ''), 'resources']),
  };
}
