/** Undefined where the text is not the one way to write its bytes: two texts must not be one token. */
export function decodeBase64url(text: string): Buffer | undefined {
  if (text === '' || !/^[\w-]+$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
