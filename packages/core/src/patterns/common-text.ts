import { buildPattern, PatternError, segmentOf } from './pattern.ts';

/** Limits of the length of a text, in code points. */
interface Lengths {
  readonly least: number;
  readonly most: number;
}

/** Most states to visit. Patterns in use need fewer than 10,000. */
const MOST_VISITED = 500_000;

/**
 * Whether some text matches all of the patterns and has an allowed length. The answer is exact.
 *
 * @returns undefined if the patterns are too large to tell
 */
export function haveCommonText(sources: readonly string[], { least, most }: Lengths): boolean | undefined {
  const patterns = buildAll(sources);
  if (patterns === undefined) return undefined;
  const step = stepOf(patterns);
  const isAccepting = (states: readonly number[]) =>
    states.every((state, place) => patterns[place]?.automaton.accepting[state]);
  let visited = 0;
  // From the least length on, a state that a shorter text reached has nothing new.
  const known = new Set<string>();
  let level = new Map([['', patterns.map(({ automaton }) => automaton.start)]]);
  for (let length = 0; length <= most && level.size > 0; length++) {
    const next = new Map<string, number[]>();
    for (const states of level.values()) {
      if (length >= least && isAccepting(states)) return true;
      if (++visited > MOST_VISITED) return undefined;
      for (const following of step(states)) {
        const key = following.join();
        if (next.has(key) || known.has(key)) continue;
        if (length >= least) known.add(key);
        next.set(key, following);
      }
    }
    level = next;
  }
  return false;
}

type Patterns = readonly ReturnType<typeof buildPattern>[];

function buildAll(sources: readonly string[]): Patterns | undefined {
  try {
    return sources.map(buildPattern);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

/** Returns the function that finds the states after one more code point. State 0 rejects, so it is left out. */
function stepOf(patterns: Patterns): (states: readonly number[]) => readonly number[][] {
  const edges = [...new Set(patterns.flatMap(({ alphabet }) => alphabet.starts))];
  const segments = edges.map((edge) => patterns.map(({ alphabet }) => segmentOf(alphabet.starts, edge)));
  return (states) =>
    segments
      .map((own) =>
        patterns.map(({ automaton }, place) => {
          const { transitions, width } = automaton;
          return transitions[(states[place] ?? 0) * width + (own[place] ?? 0)] ?? 0;
        }),
      )
      .filter((following) => !following.includes(0));
}
