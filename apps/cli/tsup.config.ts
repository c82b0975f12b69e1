import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Options } from 'tsup';

/**
 * Takes built-in modules from the process instead of importing them. An import of `node:crypto` or `node:fs` reads every
 * export of the module and loads the code behind it, which takes longer than a decision.
 */
const builtins: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'builtins',
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.replace(/^(?!node:)/, 'node:'), namespace: 'builtin', sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const found = process.getBuiltinModule(path) as object;
      // Reading a getter loads more code. The command needs no export with a getter.
      const names = Object.entries(Object.getOwnPropertyDescriptors(found))
        .filter(
          ([name, { value }]) =>
            value !== undefined && /^[A-Za-z_]\w*$/.test(name) && (name !== 'constants' || path === 'node:fs'),
        )
        .map(([name]) => `export const ${name} = /* @__PURE__ */ pick('${name}');`);
      const contents = [
        `const builtin = /* @__PURE__ */ process.getBuiltinModule('${path}');`,
        'const pick = (name) => builtin[name];',
        'export default builtin;',
        ...names,
      ];
      return { contents: contents.join('\n') };
    });
  },
};

/** The synchronous functions of {@link whenUsed}, by file. */
const deferred = new Map(
  Object.entries({
    '../../packages/pdp/src/explain/explain.ts': 'explainEvaluation',
    '../../packages/core/src/patterns/input-schema.ts': 'inputSchema',
  }).map(([file, name]) => [fileURLToPath(new URL(file, import.meta.url)), name] as const),
);

/**
 * Puts all lazily loaded code into one file. With two files, the code that they share with the command would become a third
 * and a fourth, and each file that a check loads takes a millisecond.
 */
const oneDoor: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'one-door',
  setup(build) {
    // A lazy import that is missing here would split the code of a check into more files.
    const files = [
      'src/commands/lazy.ts',
      'src/dispatch.ts',
      '../../packages/registry/src/open/load.ts',
      '../../packages/registry/src/project/subjects.ts',
      '../../packages/audit/src/lazy.ts',
      '../../packages/audit/src/anchor/check-anchors.ts',
      '../../packages/audit/src/write/create-file.ts',
      '../../packages/audit/src/facts/unconfirmed.ts',
      '../../packages/store-sqlite/src/account-table.ts',
      '../../packages/store-sqlite/src/replace-content.ts',
      '../../packages/sdk/src/lazy/approvals.ts',
      '../../packages/sdk/src/pipeline/deferred/approval-stages.ts',
      '../../packages/sdk/src/lazy/audit.ts',
      '../../packages/sdk/src/lazy/limits.ts',
      '../../packages/sdk/src/pipeline/deferred/refund.ts',
      '../../packages/sdk/src/pipeline/deferred/refused-tokens.ts',
      '../../packages/sdk/src/services/approver-answers.ts',
      '../../packages/sdk/src/services/state/rebuild-state.ts',
      '../../packages/sdk/src/services/backup/backup-project.ts',
      '../../packages/sdk/src/services/backup/restore-project.ts',
      '../../packages/sdk/src/pipeline/explain.ts',
      '../../packages/sdk/src/pipeline/preview.ts',
      '../../packages/sdk/src/search/search.ts',
      '../../packages/sdk/src/captures/state-recorder.ts',
      '../../packages/sdk/src/runner/open-runner.ts',
      '../../packages/sdk/src/services/lazy-risk.ts',
      '../../packages/approvals/src/slack.ts',
      '../../packages/executor-aws/src/index.ts',
      '../../packages/executor-k8s/src/index.ts',
    ];
    const doors =
      /^(?:\.\.?\/)+(?:lazy|dispatch|load|lazy\/audit|lazy\/approvals|deferred\/approval-stages|lazy\/limits|deferred\/refund|deferred\/refused-tokens|pipeline\/deferred\/refused-tokens|approver-answers|(?:services\/)?lazy-risk|check-anchors|create-file|account-table|replace-content|unconfirmed|(?:services\/)?(?:state\/)?rebuild-state|services\/backup\/(?:backup|restore)-project|pipeline\/(?:explain|preview)|open-runner|captures\/state-recorder|search\/search)\.ts$|^@agent-safe\/(?:approvals\/slack|executor-aws|executor-k8s|registry)$/;
    build.onResolve({ filter: doors }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'lazy', namespace: 'one-door' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'one-door' }, () => ({
      contents: [
        ...files.map((file) => `export * from '${fileURLToPath(new URL(file, import.meta.url))}';`),
        ...Array.from(
          deferred,
          ([file, name]) =>
            `import { ${name} } from '${file}'; import { load as load_${name} } from 'when-used:${file}'; load_${name}(${name});`,
        ),
      ].join('\n'),
      resolveDir: import.meta.dirname,
    }));
  },
};

/**
 * Imports from the file of a name instead of the index of a package. esbuild puts each file that an index names and that any code uses
 * beside the index, so that a check would load the code of all other commands.
 */
const withoutIndexes: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'without-indexes',
  setup(build) {
    const indexes = {
      '@agent-safe/core': '../../packages/core/src/index.ts',
      '@agent-safe/core/node': '../../packages/core/src/node/index.ts',
      '@agent-safe/registry/open': '../../packages/registry/src/open.ts',
      '@agent-safe/audit': '../../packages/audit/src/index.ts',
      '@agent-safe/audit/append': '../../packages/audit/src/append.ts',
      '@agent-safe/delegation': '../../packages/delegation/src/index.ts',
      '@agent-safe/store-sqlite': '../../packages/store-sqlite/src/index.ts',
      '@agent-safe/sdk': '../../packages/sdk/src/index.ts',
      '@agent-safe/tickets': '../../packages/tickets/src/index.ts',
      '@agent-safe/tokens': '../../packages/tokens/src/index.ts',
    };
    const files = new Map(
      Object.entries(indexes).map(([index, path]) => [index, readIndex(new URL(path, import.meta.url))] as const),
    );
    const imports = /^import \{([^}]*)\} from '(@agent-safe\/[a-z/-]+)';$/gm;
    build.onLoad(
      { filter: /[\\/](?:packages|apps)[\\/].*[\\/]src[\\/].*\.ts$/, namespace: 'file' },
      async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = source.replace(imports, (statement, names: string, index: string) => {
          const known = files.get(index);
          if (known === undefined) return statement;
          return listNames(names)
            .map((name) => `import { ${name} } from '${known.get(name.replace(/ as .*/, '')) ?? index}';`)
            .join(' ');
        });
        return { contents, loader: 'ts' };
      },
    );
  },
};

/** Returns the file of each name that an index exports under the same name. */
function readIndex(index: URL): ReadonlyMap<string, string> {
  const exported = readFileSync(index, 'utf8').matchAll(/^export \{([^}]*)\} from '(\.[^']+)';$/gm);
  return new Map(
    [...exported].flatMap(([, names = '', file = '']) =>
      listNames(names)
        .filter((name) => !name.includes(' as '))
        .map((name) => [name, fileURLToPath(new URL(file, index))] as const),
    ),
  );
}

/** Returns the names of values in the braces of an import or export. */
function listNames(names: string): readonly string[] {
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '));
}

/**
 * Loads the code of synchronous functions with the other lazy code. The code of a check imports these functions, and would load their code,
 * but only code behind the door calls them: `pipeline/explain.ts` of the SDK, and the command `types`.
 */
const whenUsed: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'when-used',
  setup(build) {
    build.onResolve({ filter: /\/(?:explain|input-schema)\.ts$/ }, ({ namespace, path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      // The door imports the code itself.
      return namespace !== 'one-door' && deferred.has(file) ? { path: file, namespace: 'when-used' } : undefined;
    });
    build.onResolve({ filter: /^when-used:/ }, ({ path }) => ({
      path: path.slice('when-used:'.length),
      namespace: 'when-used',
    }));
    build.onLoad({ filter: /.*/, namespace: 'when-used' }, ({ path }) => ({
      contents: `
        let call = () => {
          throw new Error('The code is not loaded: ${deferred.get(path)}.');
        };
        export const load = (loaded) => {
          call = loaded;
        };
        export const ${deferred.get(path)} = (...given) => call(...given);`,
    }));
  },
};

/**
 * Loads Slack's client when a message is sent. The SDK loads it at the start, which takes time and would refuse every
 * decision on a machine without the client.
 */
const slackWhenUsed: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'slack-when-used',
  setup(build) {
    build.onResolve({ filter: /\/slack-client\.ts$/ }, ({ namespace, path }) =>
      namespace === 'slack' ? undefined : { path, namespace: 'slack' },
    );
    build.onLoad({ filter: /.*/, namespace: 'slack' }, () => ({
      contents: `
        import { loadSlackClient as load } from './slack-client.ts';
        class IncomingWebhook {
          #given;
          constructor(...given) {
            this.#given = given;
          }
          async send(message) {
            const client = await load();
            return new client.IncomingWebhook(...this.#given).send(message);
          }
        }
        export const loadSlackClient = async () => ({ IncomingWebhook });`,
      resolveDir: fileURLToPath(new URL('../../packages/approvals/src/notify', import.meta.url)),
    }));
  },
};

/** Uses the ES modules of yaml. Its CommonJS calls `require` for built-in modules, which fails in a bundle of ES modules. */
const yamlModules: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'yaml-modules',
  setup(build) {
    const yaml = dirname(createRequire(import.meta.url).resolve('yaml/package.json'));
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: join(yaml, 'browser/index.js'), sideEffects: false }));
  },
};

/** Leaves the server to a bundle of its own: code that both share would become files that a check loads. */
const serverApart: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'server-apart',
  setup(build) {
    build.onResolve({ filter: /^@agent-safe\/server$/ }, () => ({ path: './server/index.js', external: true }));
  },
};

/** Leaves checks by a server to a bundle of their own, which loads nothing of a project. */
const remoteApart: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'remote-apart',
  setup(build) {
    build.onResolve({ filter: /\/(?:start-remote|check-remotely)\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './remote/start.js', external: true } : undefined,
    );
  },
};

const common: Options = {
  format: 'esm',
  target: 'node22',
  splitting: true,
  noExternal: [/^(?!@agent-safe\/catalog$)(@agent-safe\/|jose|zod|yaml)/],
  // Users of Kubernetes, AWS and Slack install these clients themselves.
  external: ['@agent-safe/catalog', /^@aws-sdk\//, '@kubernetes/client-node', '@slack/webhook', 'ws'],
  removeNodeProtocol: false,
  esbuildPlugins: [serverApart, remoteApart, withoutIndexes, builtins, oneDoor, whenUsed, slackWhenUsed],
  esbuildOptions: (options) => {
    // From the source, file by file, so that unused code stays out of the bundle.
    options.conditions = ['@agent-safe/source'];
    // Names stay, so that stack traces can be read.
    options.minifyWhitespace = true;
    options.minifySyntax = true;
  },
};

// Bundles with lazily loaded chunks. Only the catalog stays a dependency, because it is data.
export default defineConfig([
  { ...common, entry: ['src/main.ts'], clean: ['dist/*'] },
  {
    ...common,
    entry: { start: 'src/start-remote.ts' },
    outDir: 'dist/remote',
    esbuildPlugins: [withoutIndexes, builtins, yamlModules],
  },
  {
    ...common,
    entry: ['../server/src/index.ts'],
    outDir: 'dist/server',
    noExternal: [/^(?!@agent-safe\/catalog$)(@agent-safe\/|@hono\/|hono|jose|oauth4webapi|openid-client|zod|yaml)/],
    esbuildPlugins: [yamlModules],
  },
]);
