import { dirname } from 'node:path/posix';
import { findCycles } from './find-cycles.ts';
import { type FileImport, readImports } from './import-graph.ts';

/** Returns every import loop between files, type imports included: `a.ts → b.ts → a.ts`. */
export function findFileLoops(root: string): readonly string[] {
  const { graph } = connect(readImports(root));
  return findCycles(graph).map(
    (files) => `loop of imports: ${close(files).join(' → ')}. Move the shared code into its own file.`,
  );
}

/**
 * Returns every import loop between the folders below one package's `src`, with an example import for each step. A file in `src` itself
 * belongs to the folder `src`. Tests are ignored, because they import everything next to them.
 */
export function findFolderLoops(root: string): readonly string[] {
  const crossings = readImports(root)
    .filter(({ from, to }) => sourceFolder(from) !== undefined && sourceFolder(from) === sourceFolder(to))
    .filter(({ from }) => !from.endsWith('.test.ts') && !from.includes('/test/'))
    .map((example) => ({ from: dirname(example.from), to: dirname(example.to), example }))
    .filter(({ from, to }) => from !== to);
  const { examples, graph } = connect(crossings);
  return findCycles(graph).map((folders) => {
    const loop = close(folders);
    const steps = loop.slice(1).map((to, index) => {
      const { example } = examples.get(`${loop[index]}\n${to}`) as (typeof crossings)[number];
      return `\n  ${example.from} imports ${example.to}`;
    });
    return `loop of imports between folders: ${loop.join(' → ')}${steps.join('')}`;
  });
}

/** Returns the `src` folder of a file: `packages/pdp/src`. */
function sourceFolder(file: string): string | undefined {
  return /^(?:packages\/[^/]+|apps\/[^/]+|catalog)\/src(?=\/)/.exec(file)?.[0];
}

/** Returns the graph of imports, and the first import of each edge. */
function connect<Edge extends FileImport>(
  imports: readonly Edge[],
): { readonly graph: ReadonlyMap<string, ReadonlySet<string>>; readonly examples: ReadonlyMap<string, Edge> } {
  const graph = new Map<string, Set<string>>();
  const examples = new Map<string, Edge>();
  for (const edge of imports) {
    const targets = graph.get(edge.from) ?? new Set();
    graph.set(edge.from, targets.add(edge.to));
    const key = `${edge.from}\n${edge.to}`;
    if (!examples.has(key)) examples.set(key, edge);
  }
  return { graph, examples };
}

/** Returns a cycle with its first node repeated at the end. */
function close(cycle: readonly string[]): readonly string[] {
  return [...cycle, ...cycle.slice(0, 1)];
}
