const MEMBER = /^"entry_hash": "[0-9a-f]{64}"/;

/**
 * The text that 0.11 hashed: its line without the member `entry_hash` of the outermost object. Objects within, such as
 * `context`, may have a member of that name, so the text is read token by token. Nothing is forgiven: spaces stand as
 * Python's `json.dumps` puts them.
 *
 * @param keyCount how many keys the outermost object has, each counted once
 * @returns undefined where the line is not as 0.11 writes it
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
  // A key that is given twice would be read once, and which of the two depends on the reader.
  if (found < 0 || keys !== keyCount) return undefined;
  const member = MEMBER.exec(text.slice(found, found + 100))?.[0];
  if (member === undefined) return undefined;
  const after = text.slice(found + member.length);
  // Its keys are sorted, and so this one has one place.
  return after.startsWith(', "event_id": ') ? text.slice(0, found) + after.slice(2) : undefined;
}
