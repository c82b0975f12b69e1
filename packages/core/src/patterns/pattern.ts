import { PatternError, type PatternNode, parsePattern, type Range } from './pattern-syntax.ts';

export { PatternError };

/** Larger patterns are refused, so that loading is fast and matching needs one table lookup per character. */
const PATTERN_LIMITS = { characters: 1_000, positions: 2_000, states: 1_000, work: 400_000 } as const;

/**
 * Compiles a regular expression into a test of whole values. Matching takes time linear in the value, for every pattern
 * and value: the pattern becomes a deterministic automaton. A pattern with a large automaton is refused when its
 * document is loaded, not when a hostile value arrives.
 *
 * {@link parsePattern} describes the syntax. Characters are Unicode code points.
 *
 * @throws PatternError for unsupported syntax and for patterns with a large automaton
 * @example compilePattern('[a-z][a-z0-9-]{0,62}')('kube-system') // true
 */
export function compilePattern(source: string): (value: string) => boolean {
  let matches = compiled.get(source);
  if (matches === undefined) {
    matches = compile(source);
    if (compiled.size < MOST_COMPILED) compiled.set(source, matches);
  }
  return matches;
}

/** Cache: a pattern is compiled when its document is checked and again when it is used. */
const compiled = new Map<string, (value: string) => boolean>();
const MOST_COMPILED = 1_000;

function compile(source: string): (value: string) => boolean {
  const { alphabet, automaton } = buildPattern(source);
  return (value) => run(automaton, alphabet, value);
}

/**
 * Builds the automaton of a pattern, for questions about all its values.
 *
 * @throws PatternError if the pattern is refused
 */
export function buildPattern(source: string): { readonly alphabet: Alphabet; readonly automaton: Automaton } {
  if (source.length > PATTERN_LIMITS.characters) {
    throw new PatternError(`is longer than ${PATTERN_LIMITS.characters} characters`);
  }
  const graph = buildGraph(parsePattern(source));
  const alphabet = buildAlphabet(graph);
  return { alphabet, automaton: buildAutomaton(graph, alphabet) };
}

/** A non-deterministic automaton. Node 0 accepts. Every node has at most one transition that consumes a character. */
interface Graph {
  readonly nodes: GraphNode[];
  readonly start: number;
}

interface GraphNode {
  /** Transitions that consume no character. A `start` or `end` transition applies only at that edge of the value. */
  readonly empty: { readonly to: number; readonly when?: 'start' | 'end' }[];
  readonly ranges: readonly Range[];
  readonly to: number;
}

function buildGraph(pattern: PatternNode): Graph {
  const nodes: GraphNode[] = [{ empty: [], ranges: [], to: 0 }];
  const add = (node: GraphNode): number => {
    if (nodes.length >= PATTERN_LIMITS.positions) {
      throw new PatternError('has too many repetitions; limit the length with max_length instead');
    }
    return nodes.push(node) - 1;
  };
  const branch = (...to: readonly number[]): number =>
    add({ empty: to.map((node) => ({ to: node })), ranges: [], to: 0 });
  let parts = 0;
  /** Builds `node` with a transition to `next`. Returns the first node. */
  const build = (node: PatternNode, next: number): number => {
    // Nested repetitions of empty parts add no node, so they are counted separately.
    if (++parts > PATTERN_LIMITS.work / 20) throw new PatternError('has too many repetitions');
    switch (node.kind) {
      case 'empty':
        return next;
      case 'set':
        return add({ empty: [], ranges: node.ranges, to: next });
      case 'start':
      case 'end':
        return add({ empty: [{ to: next, when: node.kind }], ranges: [], to: 0 });
      case 'sequence':
        return node.parts.reduceRight((after, part) => build(part, after), next);
      case 'choice':
        return branch(...node.parts.map((part) => build(part, next)));
      case 'repeat': {
        let entry = next;
        if (node.most === Number.POSITIVE_INFINITY) {
          entry = branch(next);
          nodes[entry]?.empty.push({ to: build(node.part, entry) });
        } else {
          for (let count = node.least; count < node.most; count++) entry = branch(next, build(node.part, entry));
        }
        for (let count = 0; count < node.least; count++) entry = build(node.part, entry);
        return entry;
      }
    }
  };
  const start = build(pattern, 0);
  return { nodes, start };
}

/** Classes of code points that the pattern treats alike. */
interface Alphabet {
  /** The first code point of each segment, ascending from 0. */
  readonly starts: readonly number[];
  /** The segment of each of the first 128 code points. */
  readonly ascii: Uint16Array;
}

function buildAlphabet(graph: Graph): Alphabet {
  const edges = new Set([0]);
  for (const ranges of new Set(graph.nodes.map((node) => node.ranges))) {
    for (const [low, high] of ranges) {
      edges.add(low);
      edges.add(high + 1);
    }
  }
  const starts = [...edges].sort((left, right) => left - right);
  const ascii = Uint16Array.from({ length: 128 }, (_, code) => segmentOf(starts, code));
  return { starts, ascii };
}

/** Returns the segment of a code point. */
export function segmentOf(starts: readonly number[], code: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= code) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Automaton {
  readonly width: number;
  /** `transitions[state * width + segment]`. State 0 rejects and has no way out. */
  readonly transitions: readonly number[];
  readonly accepting: readonly boolean[];
  readonly start: number;
}

/** The subset construction. Every step is counted against a limit, so that an expensive pattern is refused early. */
function buildAutomaton(graph: Graph, alphabet: Alphabet): Automaton {
  const width = alphabet.starts.length;
  const segments = segmentsOf(graph, alphabet);
  const states = new Map<string, number>();
  const members: (readonly number[])[] = [[]];
  const accepting: boolean[] = [false];
  const transitions: number[] = new Array<number>(width).fill(0);
  let work = 0;
  const spend = (cost: number): void => {
    work += cost;
    if (work > PATTERN_LIMITS.work || members.length > PATTERN_LIMITS.states) {
      throw new PatternError('needs too large an automaton; simplify the pattern, or limit the length with max_length');
    }
  };
  const enter = (seeds: ReadonlySet<number>, atStart: boolean): number => {
    const closed = closure(graph, seeds, { atStart, atEnd: false }, spend);
    const key = closed.join();
    // More transitions apply at the start of the value, so the first state is never shared with a later state.
    const known = atStart ? undefined : states.get(key);
    if (known !== undefined) return known;
    const state = members.push(closed) - 1;
    if (!atStart) states.set(key, state);
    accepting.push(closure(graph, seeds, { atStart, atEnd: true }, spend).includes(0));
    return state;
  };
  const start = enter(new Set([graph.start]), true);
  for (let state = 1; state < members.length; state++) {
    spend(width);
    for (let segment = 0; segment < width; segment++) transitions.push(0);
    for (const [segment, reached] of step(graph, segments, members[state] ?? [], spend)) {
      transitions[state * width + segment] = enter(reached, false);
    }
  }
  return { width, transitions, accepting, start };
}

/**
 * The segments of the alphabet that each node accepts. Nodes of a repetition share their ranges, which are looked up
 * once.
 */
function segmentsOf(graph: Graph, alphabet: Alphabet): readonly (readonly number[])[] {
  const known = new Map<readonly Range[], readonly number[]>();
  return graph.nodes.map(({ ranges }) => {
    let segments = known.get(ranges);
    if (segments === undefined) {
      const taken = new Set<number>();
      for (const [low, high] of ranges) {
        const last = segmentOf(alphabet.starts, high);
        for (let segment = segmentOf(alphabet.starts, low); segment <= last; segment++) taken.add(segment);
      }
      segments = [...taken];
      known.set(ranges, segments);
    }
    return segments;
  });
}

type Spend = (cost: number) => void;

/** The nodes that each segment reaches from a set of nodes. */
function step(
  graph: Graph,
  segments: readonly (readonly number[])[],
  from: readonly number[],
  spend: Spend,
): ReadonlyMap<number, ReadonlySet<number>> {
  const reached = new Map<number, Set<number>>();
  for (const index of from) {
    const taken = segments[index] ?? [];
    spend(taken.length + 1);
    for (const segment of taken) {
      const targets = reached.get(segment) ?? new Set();
      targets.add(graph.nodes[index]?.to ?? 0);
      reached.set(segment, targets);
    }
  }
  return reached;
}

/** All nodes that are reachable without consuming a character, in ascending order. */
function closure(
  graph: Graph,
  seeds: ReadonlySet<number>,
  open: { readonly atStart: boolean; readonly atEnd: boolean },
  spend: Spend,
): readonly number[] {
  const reached = new Set(seeds);
  for (const index of reached) {
    const ways = graph.nodes[index]?.empty ?? [];
    spend(ways.length + 1);
    for (const { to, when } of ways) {
      if (when === undefined || (when === 'start' ? open.atStart : open.atEnd)) reached.add(to);
    }
  }
  return [...reached].sort((left, right) => left - right);
}

function run(automaton: Automaton, alphabet: Alphabet, value: string): boolean {
  const { transitions, width } = automaton;
  let state = automaton.start;
  for (let index = 0; index < value.length; index++) {
    let code = value.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00) {
      code = value.codePointAt(index) ?? code;
      if (code > 0xffff) index++;
    }
    const segment = code < 128 ? (alphabet.ascii[code] ?? 0) : segmentOf(alphabet.starts, code);
    state = transitions[state * width + segment] ?? 0;
    if (state === 0) return false;
  }
  return automaton.accepting[state] ?? false;
}
