const MEMBER = /^"entry_hash": "[0-9a-f]{64}"/;

/**
 * Returns the text that agent-safe 0.11 hashed: the line without the member `entry_hash` of the outermost object.
 *
 * Inner objects, such as `context`, may have a member of the same name, so the text is read token by token. The spaces must be
 * exactly those of Python's `json.dumps`.
 *
 * @param keyCount number of different keys of the outermost object
 * @returns undefined if 0.11 does not write such a line
 */
export function cutEntryHash(text: string, keyCount: number): string | undefined {
  let depth = 0;
  let keys = 0;
  let found = -1;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && text[index + token.length] === ':') {
      keys += 1;
      if (token === '"entry_hash"') found = index;
    }
  }
  // A repeated key is refused, because readers differ in which of the two values they use.
  if (found < 0 || keys !== keyCount) return undefined;
  const member = MEMBER.exec(text.slice(found, found + 100))?.[0];
  if (member === undefined) return undefined;
  const after = text.slice(found + member.length);
  // 0.11 sorts the keys, so `event_id` always follows `entry_hash`.
  return after.startsWith(', "event_id": ') ? text.slice(0, found) + after.slice(2) : undefined;
}
