import { defineConfig } from 'tsup';

// One bundle with lazily loaded chunks: the catalogue alone stays a dependency, because it is data.
export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
  splitting: true,
  minify: false,
  noExternal: [/^(?!@agent-safe\/catalog$)(@agent-safe\/|zod|yaml)/],
  external: ['@agent-safe/catalog'],
  // The YAML library is CommonJS on Node, and requires a built-in module.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
