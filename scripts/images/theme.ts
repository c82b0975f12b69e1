/** Colors of one drawing. Pages choose by `prefers-color-scheme`. */
export interface Theme {
  readonly name: 'light' | 'dark';
  readonly background: string;
  readonly box: string;
  readonly border: string;
  readonly text: string;
  readonly muted: string;
  readonly allow: string;
  readonly deny: string;
  readonly approval: string;
}

export const themes: readonly Theme[] = [
  {
    name: 'light',
    background: '#ffffff',
    box: '#f6f8fa',
    border: '#d0d7de',
    text: '#1f2328',
    muted: '#59636e',
    allow: '#1a7f37',
    deny: '#cf222e',
    approval: '#9a6700',
  },
  {
    name: 'dark',
    background: '#0d1117',
    box: '#161b22',
    border: '#3d444d',
    text: '#f0f6fc',
    muted: '#9198a1',
    allow: '#3fb950',
    deny: '#f85149',
    approval: '#d29922',
  },
];

/** Text as it may be written between two tags. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
