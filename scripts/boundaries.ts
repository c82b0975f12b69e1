import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readSpecifiers, sourceFiles } from './import-graph.ts';
import { findFileLoops, findFolderLoops } from './import-loops.ts';

/**
 * Allowed dependencies of each package, as in docs/explanation/architecture.md. All arrows point towards core. Every package must be
 * listed. A new dependency needs a reason in docs/decisions.
 */
export const ALLOWED: Readonly<
  Record<string, { readonly internal: readonly string[]; readonly external: readonly string[] }>
> = {
  '@agent-safe/core': { internal: [], external: [] },
  '@agent-safe/tokens': { internal: ['core'], external: ['jose'] },
  '@agent-safe/webhook': { internal: [], external: [] },
  '@agent-safe/schemas': { internal: ['core'], external: ['zod'] },
  '@agent-safe/pdp': { internal: ['core'], external: [] },
  '@agent-safe/registry': { internal: ['core', 'schemas', 'tokens'], external: [] },
  '@agent-safe/audit': { internal: ['core', 'webhook'], external: ['@aws-sdk/client-s3'] },
  '@agent-safe/delegation': { internal: ['core', 'tokens'], external: [] },
  '@agent-safe/tickets': { internal: ['core', 'tokens'], external: [] },
  '@agent-safe/accounts': { internal: ['core', 'tokens', 'webhook'], external: ['jose'] },
  '@agent-safe/risk': { internal: ['core'], external: [] },
  '@agent-safe/approvals': { internal: ['core', 'webhook'], external: ['@slack/webhook'] },
  // The audit log, because reconciliation and rollback read the events of earlier runs.
  '@agent-safe/runner': { internal: ['audit', 'core', 'tickets'], external: [] },
  // Of runner, only executor-kit.
  '@agent-safe/executor-aws': {
    internal: ['core', 'runner'],
    external: ['ec2', 'ecs', 'iam', 'lambda', 's3', 'sts'].map((service) => `@aws-sdk/client-${service}`),
  },
  '@agent-safe/executor-k8s': { internal: ['core', 'runner'], external: ['@kubernetes/client-node', 'ws'] },
  // The state of limits, which its tables store.
  '@agent-safe/store-sqlite': { internal: ['core', 'risk'], external: [] },
  '@agent-safe/policy-test': { internal: ['core', 'pdp', 'registry', 'schemas'], external: [] },
  '@agent-safe/testkit': { internal: ['core', 'tokens'], external: ['fast-check', 'vitest'] },
  '@agent-safe/sdk': {
    internal: [
      'accounts',
      'approvals',
      'audit',
      'core',
      'delegation',
      'executor-aws',
      'executor-k8s',
      'pdp',
      'registry',
      'risk',
      'runner',
      'store-sqlite',
      'tickets',
      'tokens',
      'webhook',
    ],
    external: [],
  },
  // Over HTTP, with the embedded stores behind their ports.
  '@agent-safe/server': {
    internal: ['accounts', 'approvals', 'audit', 'core', 'pdp', 'registry', 'schemas', 'sdk'],
    external: ['@hono/node-server', 'hono', 'openid-client', 'zod'],
  },
  // Over HTTP, in browsers too. Its tests start the server.
  '@agent-safe/client': { internal: ['core'], external: [] },
  '@agent-safe/catalog': { internal: [], external: [] },
  // Bundled: it needs only the catalog at run time.
  '@agent-safe/cli': { internal: ['catalog'], external: [] },
};

/** Dependencies that the build copies into a package, so that users do not install them. */
const BUNDLED: Readonly<Record<string, readonly string[]>> = {
  '@agent-safe/registry': ['yaml'],
};

/** Packages of which a dependent may import only one entry. */
const ONLY_ENTRY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '@agent-safe/executor-aws': { '@agent-safe/runner': '@agent-safe/runner/executor-kit' },
  '@agent-safe/executor-k8s': { '@agent-safe/runner': '@agent-safe/runner/executor-kit' },
};

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Returns every package of the workspace with its folder. */
export function workspacePackages(root: string): readonly { readonly folder: string; readonly manifest: Manifest }[] {
  const folders = ['packages', 'apps', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      // A renamed folder may leave its node_modules behind.
      .filter(({ name }) => existsSync(join(root, parent, name, 'package.json')))
      .map(({ name }) => join(parent, name)),
  );
  return [...folders, 'catalog'].map((folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest,
  }));
}

/** Returns imports and dependencies that the table forbids, and import loops between files or folders. */
export function findViolations(root: string): readonly string[] {
  const misplaced = workspacePackages(root).flatMap(({ folder, manifest }) => [
    ...manifestViolations(manifest),
    ...sourceFiles(join(root, folder)).flatMap((file) => importViolations(root, folder, manifest, file)),
  ]);
  return [...misplaced, ...findFileLoops(root), ...findFolderLoops(root)];
}

function manifestViolations({
  dependencies = {},
  name,
  peerDependencies = {},
  private: isPrivate,
}: Manifest): readonly string[] {
  if (isPrivate === true) return [];
  const allowed = ALLOWED[name];
  if (allowed === undefined)
    return [
      `${name} is missing in the table of scripts/boundaries.ts. Add it there and to docs/explanation/architecture.md.`,
    ];
  const known = new Set([...allowed.internal.map((short) => `@agent-safe/${short}`), ...allowed.external]);
  return [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
    .filter((dependency) => !known.has(dependency))
    .map((dependency) => `${name} may not depend on ${dependency}`);
}

function importViolations(root: string, folder: string, manifest: Manifest, file: string): readonly string[] {
  const { dependencies = {}, devDependencies = {}, name, peerDependencies = {} } = manifest;
  const isTest = /\.test\.ts$|\/(test|bench|scripts)\//.test(file) || manifest.private === true;
  const isBundled = name === '@agent-safe/cli';
  const usable = { ...dependencies, ...peerDependencies, ...(isTest || isBundled ? devDependencies : {}) };
  const violations: string[] = [];
  for (const specifier of readSpecifiers(readFileSync(file, 'utf8'))) {
    const place = relative(root, file);
    if (specifier.startsWith('node:') || (isTest && specifier.startsWith('vitest'))) continue;
    if (specifier.startsWith('.')) {
      const target = relative(join(root, folder), join(dirname(file), specifier));
      if (target.startsWith('..')) violations.push(`${place} reaches into another package: ${specifier}`);
      continue;
    }
    const dependency = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    if (BUNDLED[name]?.includes(dependency) === true && Object.hasOwn(devDependencies, dependency)) continue;
    if (dependency !== name && !Object.hasOwn(usable, dependency))
      violations.push(`${place} imports ${dependency}, which its package.json does not declare`);
    const entry = isTest ? undefined : ONLY_ENTRY[name]?.[dependency];
    if (entry !== undefined && specifier !== entry)
      violations.push(`${place} may import only ${entry} of ${dependency}`);
  }
  return violations;
}
