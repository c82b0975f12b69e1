/** Whether a text may be another form of a path or URL: it has an escape, an empty part, or a part that starts with a dot. */
export function hasOtherForm(text: string): boolean {
  return /%[0-7]|\/\/|(?:^|[/\\])\./.test(text);
}

/**
 * Returns a path or URL as systems read it: escapes of ASCII characters are decoded, also if they were escaped more than once, and empty
 * parts and the parts `.` are left out. Paths with equal results may name the same place. It takes linear time.
 *
 * For example, `/%65tc//./passwd` gives `/etc/passwd`.
 */
export function toPlainPath(path: string): string {
  return (
    path
      .replaceAll(/%(?:25)*([0-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      // The two slashes of `https://` stay.
      .replaceAll(/(?<!:)\/{2,}/g, '/')
      .replaceAll(/(^|\/)(?:\.\/)+/g, '$1')
      .replace(/\/\.$/, '/')
  );
}

/** Whether a plain path leaves a folder, so that it may name a place that a glob excludes, or the reverse. */
export function leavesFolder(plain: string): boolean {
  // Some systems ignore what follows one of these characters: a query, a parameter of a part, or the end of a text in C.
  return /(?:^|[/\\])\.\.(?:$|[/\\?#;\0])/.test(plain);
}
