/** Matches a pattern of IAM: `*` stands for any text and `?` for one character. The time is linear in the length of the pattern. */
export function matches(pattern: string, value: string): boolean {
  let [at, in_] = [0, 0];
  let star = -1;
  let retry = 0;
  while (in_ < value.length) {
    const sign = pattern[at];
    if (sign === '*') {
      star = at;
      retry = in_;
      at += 1;
    } else if (sign !== undefined && (sign === '?' || sign === value[in_])) {
      at += 1;
      in_ += 1;
    } else if (star >= 0) {
      retry += 1;
      in_ = retry;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
