import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig, type Options } from 'tsup';

const yaml = dirname(createRequire(import.meta.url).resolve('yaml/package.json'));

/**
 * Uses the ES modules of yaml, which the package offers only to browsers. Its CommonJS for Node calls `require` for built-in modules,
 * which fails in every ES module bundle of this package.
 */
const yamlModules: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'yaml-modules',
  setup(build) {
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: join(yaml, 'browser/index.js'), sideEffects: false }));
  },
};

export default defineConfig({
  entry: ['src/index.ts', 'src/open.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
  noExternal: ['yaml'],
  esbuildPlugins: [yamlModules],
  onSuccess: async () => copyFileSync(join(yaml, 'LICENSE'), join(import.meta.dirname, 'dist/yaml.LICENSE')),
});
