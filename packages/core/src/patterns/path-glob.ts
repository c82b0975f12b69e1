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
  if (/\*[^/:@]*\*/.test(pattern)) {
    const tokens = readTokens(pattern);
    return (text) => matchesTokens(tokens, text);
  }
  // With one star in each part, an expression never has two ways to match a text, so that it takes linear time.
  const source = pattern.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '[^/:@]*');
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
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

const SEPARATORS = ['/', ':', '@'];

/** A code unit, `*` or `**`. */
type Token = string;

function readTokens(pattern: string): readonly Token[] {
  return (pattern.match(/\*+|[^*]/g) ?? []).map((token) => token.slice(0, 2));
}

/** The places in the tokens that a text can have reached: 1 for each of them. */
type Reached = Uint8Array;

function matchesTokens(tokens: readonly Token[], text: string): boolean {
  let reached = startOf(tokens);
  let next: Reached = new Uint8Array(reached.length);
  for (let index = 0; index < text.length; index++) {
    advance(tokens, text[index] ?? '', reached, next);
    [reached, next] = [next, reached];
  }
  return isAtEnd(tokens, reached);
}

function startOf(tokens: readonly Token[]): Reached {
  const reached = new Uint8Array(tokens.length + 1);
  reached[0] = 1;
  return reached;
}

/** Computes the places after one more code unit. A wildcard may be left without taking one, which this adds to `from`. */
function advance(tokens: readonly Token[], unit: string, from: Reached, into: Reached): void {
  into.fill(0);
  for (let place = 0; place < tokens.length; place++) {
    if (from[place] === 0) continue;
    const token = tokens[place] ?? '';
    if (isWildcard(token)) {
      from[place + 1] = 1;
      if (takes(token, unit)) into[place] = 1;
    } else if (token === unit) into[place + 1] = 1;
  }
}

function isAtEnd(tokens: readonly Token[], reached: Reached): boolean {
  let place = tokens.length;
  while (reached[place] !== 1 && isWildcard(tokens[place - 1])) place--;
  return reached[place] === 1;
}

function isWildcard(token: Token | undefined): boolean {
  return token?.[0] === '*';
}

function takes(wildcard: Token, unit: string): boolean {
  return wildcard.length > 1 || !SEPARATORS.includes(unit);
}

/** Most combinations of places to visit. Globs in use need fewer than 100. */
const MOST_VISITED = 5_000;

/** Compares globs like `pathGlobContains`. Here `*` alone matches a text of one part. */
export function partsContain(outer: string, inner: string): boolean {
  const wide = readTokens(outer);
  const narrow = readTokens(inner);
  const units = distinctUnits([...wide, ...narrow]);
  // Reads every text that the inner glob matches, one code unit at a time, and follows all places in the outer glob.
  const visited = new Set<string>();
  const pending: { readonly place: number; readonly reached: Reached }[] = [];
  const visit = (place: number, reached: Reached) => {
    const key = `${place} ${reached.join('')}`;
    if (visited.has(key)) return;
    visited.add(key);
    pending.push({ place, reached });
    if (isWildcard(narrow[place])) visit(place + 1, reached);
  };
  visit(0, startOf(wide));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { place, reached } = next;
    const isEnd = place === narrow.length;
    if (visited.size > MOST_VISITED || !reached.includes(1) || (isEnd && !isAtEnd(wide, reached))) return false;
    if (isEnd) continue;
    const token = narrow[place] ?? '';
    for (const unit of units) {
      if (!(isWildcard(token) ? takes(token, unit) : token === unit)) continue;
      const following: Reached = new Uint8Array(reached.length);
      advance(wide, unit, reached, following);
      visit(isWildcard(token) ? place : place + 1, following);
    }
  }
  return true;
}

/** Returns the code units that globs distinguish: their own, the separators, and a code unit for all others. */
function distinctUnits(tokens: readonly Token[]): readonly string[] {
  const units = new Set([...SEPARATORS, '*', ...tokens]);
  let other = 0;
  while (units.has(String.fromCharCode(other))) other++;
  units.delete('**');
  return [...units, String.fromCharCode(other)];
}
