import { dirname } from 'node:path/posix';
import { findCycles } from './find-cycles.ts';
import { type FileImport, readImports } from './import-graph.ts';

/** Every loop of imports between files, type imports included: `a.ts → b.ts → a.ts`. */
export function findFileLoops(root: string): readonly string[] {
  const { graph } = connect(readImports(root));
  return findCycles(graph).map(
    (files) => `loop of imports: ${close(files).join(' → ')}. Move what both ends share into a file of its own.`,
  );
}

/**
 * Every loop of imports between the folders below one package's `src`, with an import of each step as an example. A file
 * in `src` itself belongs to the folder `src`. Tests do not count: they stand beside what they test, and use everything.
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

/** The `src` folder that a file is in: `packages/pdp/src`. */
function sourceFolder(file: string): string | undefined {
  return /^(?:packages\/[^/]+|apps\/[^/]+|catalog)\/src(?=\/)/.exec(file)?.[0];
}

/** The graph that imports make, and the first import behind each of its edges. */
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

/** A cycle with its first node at its end again. */
function close(cycle: readonly string[]): readonly string[] {
  return [...cycle, ...cycle.slice(0, 1)];
}
