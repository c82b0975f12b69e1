/** Decodes base64url. Returns undefined for text that is not canonical, so that two texts cannot be the same token. */
export function decodeBase64url(text: string): Buffer | undefined {
  if (text === '' || !/^[\w-]+$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
