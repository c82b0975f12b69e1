/** The successors of each node. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Returns cycles of a graph. For each edge that is part of a cycle, the result has the shortest cycle through it, so that no cycle
 * hides another. A cycle starts at its first node by name.
 */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  const cycles = new Map<string, readonly string[]>();
  const covered = new Set<string>();
  for (const [from, targets] of graph) {
    for (const to of targets) {
      if (covered.has(edge(from, to))) continue;
      const back = shortestPath(graph, to, from);
      if (back === undefined) continue;
      const cycle = rotate(back);
      cycle.forEach((node, index) => {
        covered.add(edge(node, cycle[(index + 1) % cycle.length] ?? node));
      });
      cycles.set(cycle.join('\n'), cycle);
    }
  }
  return [...cycles.keys()].sort().map((key) => cycles.get(key) ?? []);
}

function edge(from: string, to: string): string {
  return `${from}\n${to}`;
}

/** Returns the shortest path between two nodes, both included, by breadth-first search. */
function shortestPath(graph: Graph, from: string, to: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const node of cameFrom.keys()) {
    if (node === to) return walkBack(cameFrom, to);
    for (const next of graph.get(node) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, node);
  }
  return undefined;
}

function walkBack(cameFrom: ReadonlyMap<string, string | undefined>, end: string): readonly string[] {
  const path: string[] = [];
  for (let node: string | undefined = end; node !== undefined; node = cameFrom.get(node)) path.unshift(node);
  return path;
}

function rotate(cycle: readonly string[]): readonly string[] {
  const start = cycle.reduce((least, node, index) => (node < (cycle[least] ?? node) ? index : least), 0);
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}
