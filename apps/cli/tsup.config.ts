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
    const file = fileURLToPath(new URL('src/other-commands.ts', import.meta.url));
    build.onResolve({ filter: /^\.\/(?:load|audit-services)\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: file } : undefined,
    );
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
  // Loaded only by those who ship there, from where they installed it.
  external: ['@agent-safe/catalog', '@aws-sdk/client-s3'],
  removeNodeProtocol: false,
  esbuildPlugins: [builtins, oneDoor],
  esbuildOptions: (options) => {
    // From the source, file by file: what a command does not use stays out of what it loads.
    options.conditions = ['@agent-safe/source'];
    // Names stay, for whoever reads a stack trace.
    options.minifyWhitespace = true;
  },
});
