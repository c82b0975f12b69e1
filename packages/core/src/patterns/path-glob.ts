/**
 * Compiles a glob over texts that consist of parts, such as target ids, ARNs, names of images and paths. `/`, `:` and `@` separate the
 * parts. `*` stands for any characters within one part, `**` for any characters across parts; both also for none. No other character is
 * special. The pattern `*` alone matches every text. The time is at most proportional to pattern × text.
 *
 * @example compilePathGlob('prod/*')('prod/api') // true
 * @example compilePathGlob('prod/*')('prod/eu/api') // false
 */
export function compilePathGlob(pattern: string): (text: string) => boolean {
  return pattern === '*' ? () => true : compileParts(pattern);
}

/** Compiles a glob like `compilePathGlob`. Here `*` alone matches a text of one part. */
export function compileParts(pattern: string): (text: string) => boolean {
  if (!pattern.includes('*')) return (text) => text === pattern;
  if (!pattern.includes('**')) return (text) => matchesByPart(pattern, text);
  const tokens = readTokens(pattern);
  return (text) => matchesTokens(tokens, text);
}

/**
 * Whether a glob matches every text that another one matches. The answer is exact for all but very large globs. If it takes too long
 * to find, it is false, so that doubt counts as "matches more".
 *
 * @example pathGlobContains('prod/**', 'prod/*') // true
 */
export function pathGlobContains(outer: string, inner: string): boolean {
  return outer === '*' || partsContain(outer, inner === '*' ? '**' : inner);
}

const SLASH = 0x2f;
const COLON = 0x3a;
const AT = 0x40;
const STAR = 0x2a;

function isSeparator(code: number): boolean {
  return code === SLASH || code === COLON || code === AT;
}

/**
 * Matches a pattern without `**`. Backtracks to the last star only: an earlier star in the same part never has to take more text, and
 * a star in an earlier part never can.
 */
function matchesByPart(pattern: string, text: string): boolean {
  let place = 0;
  let index = 0;
  let star = -1;
  let taken = 0;
  while (index < text.length) {
    const wanted = pattern.charCodeAt(place);
    if (wanted === STAR) {
      star = place++;
      taken = index;
    } else if (wanted === text.charCodeAt(index)) {
      place++;
      index++;
    } else if (star >= 0 && !isSeparator(text.charCodeAt(taken))) {
      place = star + 1;
      index = ++taken;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(place) === STAR) place++;
  return place === pattern.length;
}

/** A code unit, or one of the wildcards. */
type Token = number;
const WITHIN: Token = -1;
const ACROSS: Token = -2;

function readTokens(pattern: string): readonly Token[] {
  return (pattern.match(/\*+|[^*]/gs) ?? []).map((text) => {
    if (text.length > 1) return ACROSS;
    return text === '*' ? WITHIN : text.charCodeAt(0);
  });
}

/** The positions in the tokens that a text can have reached: 1 for each of them. */
type Reached = Uint8Array;

function matchesTokens(tokens: readonly Token[], text: string): boolean {
  let reached = startOf(tokens);
  let next: Reached = new Uint8Array(reached.length);
  for (let index = 0; index < text.length; index++) {
    advance(tokens, text.charCodeAt(index), reached, next);
    [reached, next] = [next, reached];
  }
  return reached[tokens.length] === 1;
}

function startOf(tokens: readonly Token[]): Reached {
  const reached = new Uint8Array(tokens.length + 1);
  reached[0] = 1;
  for (let place = 0; (tokens[place] ?? 0) < 0; place++) reached[place + 1] = 1;
  return reached;
}

/** Computes the positions after one more code unit. */
function advance(tokens: readonly Token[], code: number, from: Reached, into: Reached): void {
  into[0] = 0;
  for (let place = 0; place < tokens.length; place++) {
    const token = tokens[place] ?? 0;
    // A wildcard takes the code unit and stays, which `into` has at its own place, and can end after it.
    if (token >= 0) {
      into[place + 1] = token === code ? (from[place] ?? 0) : 0;
      continue;
    }
    if (token === ACROSS || !isSeparator(code)) into[place] = (into[place] ?? 0) | (from[place] ?? 0);
    into[place + 1] = into[place] ?? 0;
  }
}

/** Most combinations of places to visit. Globs in use need fewer than 100. */
const MOST_VISITED = 5_000;

/** Compares globs like `pathGlobContains`. Here `*` alone matches a text of one part. */
export function partsContain(outer: string, inner: string): boolean {
  const wide = readTokens(outer);
  const narrow = readTokens(inner);
  const codes = distinctCodes([...wide, ...narrow]);
  // Reads every text that the inner glob matches, one code unit at a time, and follows all places in the outer glob.
  const visited = new Set<string>();
  const pending: { readonly place: number; readonly reached: Reached }[] = [];
  const visit = (place: number, reached: Reached) => {
    const key = `${place} ${reached.join('')}`;
    if (visited.has(key)) return;
    visited.add(key);
    pending.push({ place, reached });
    if ((narrow[place] ?? 0) < 0) visit(place + 1, reached);
  };
  visit(0, startOf(wide));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { place, reached } = next;
    const isEnd = place === narrow.length;
    if (visited.size > MOST_VISITED || !reached.includes(1) || (isEnd && reached[wide.length] !== 1)) return false;
    if (isEnd) continue;
    const token = narrow[place] ?? 0;
    for (const code of codes) {
      const isTaken = token >= 0 ? token === code : token === ACROSS || !isSeparator(code);
      if (!isTaken) continue;
      const following: Reached = new Uint8Array(reached.length);
      advance(wide, code, reached, following);
      visit(token < 0 ? place : place + 1, following);
    }
  }
  return true;
}

/** Returns the code units that globs distinguish: their own, the separators, and one that stands for all others. */
function distinctCodes(tokens: readonly Token[]): readonly number[] {
  const codes = new Set([SLASH, COLON, AT, ...tokens.filter((token) => token >= 0)]);
  let other = 0;
  while (codes.has(other)) other++;
  return [...codes, other];
}
