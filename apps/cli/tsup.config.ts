import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Options } from 'tsup';

/**
 * Takes built-in modules from the process instead of importing them: an import of `node:crypto` or `node:fs` reads every
 * export that the module has, and loads what is behind each, which takes longer than a decision.
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
      // What is behind a getter is loaded by it: nothing here needs such a thing.
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

/**
 * Makes one file of all that is loaded later: of two, what both share with the command would be a third and a fourth, and
 * each file that a check loads takes a millisecond.
 */
const oneDoor: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'one-door',
  setup(build) {
    // A package that loads by itself would split what a check loads into more files.
    const files = [
      'src/commands/lazy.ts',
      'src/dispatch.ts',
      '../../packages/registry/src/open/load.ts',
      '../../packages/audit/src/lazy.ts',
      '../../packages/sdk/src/lazy/approvals.ts',
      '../../packages/sdk/src/lazy/audit.ts',
      '../../packages/sdk/src/captures/state-recorder.ts',
      '../../packages/sdk/src/runner/open-runner.ts',
      '../../packages/approvals/src/slack.ts',
      '../../packages/executor-k8s/src/index.ts',
    ];
    const doors =
      /^(?:\.\.?\/)+(?:lazy|dispatch|load|lazy\/audit|lazy\/approvals|open-runner|captures\/state-recorder)\.ts$|^@agent-safe\/(?:approvals\/slack|executor-k8s)$/;
    build.onResolve({ filter: doors }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'lazy', namespace: 'one-door' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'one-door' }, () => ({
      contents: files.map((file) => `export * from '${fileURLToPath(new URL(file, import.meta.url))}';`).join('\n'),
      resolveDir: import.meta.dirname,
    }));
  },
};

/**
 * Loads Slack's client when a message is sent, from where it was installed. The SDK asks for it at the start, which costs a
 * command time and would refuse every decision where it is missing.
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

// One bundle with lazily loaded chunks: the catalogue alone stays a dependency, because it is data.
export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
  splitting: true,
  noExternal: [/^(?!@agent-safe\/catalog$)(@agent-safe\/|jose|zod|yaml)/],
  // The clients of S3 and Slack are loaded only by those who use them, from where they installed them.
  external: ['@agent-safe/catalog', '@aws-sdk/client-s3', '@slack/webhook'],
  removeNodeProtocol: false,
  esbuildPlugins: [builtins, oneDoor, slackWhenUsed],
  esbuildOptions: (options) => {
    // From the source, file by file: what a command does not use stays out of what it loads.
    options.conditions = ['@agent-safe/source'];
    // Names stay, for whoever reads a stack trace.
    options.minifyWhitespace = true;
  },
});
