import { type Command, DOCUMENT } from './kubectl.ts';

/** Words that need no quotes in any shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** Formats a command line for display only. It does not show the document. */
export function formatCommand({ argv }: Command): string {
  const words = argv.map((word) => {
    // The temporary file name has no meaning for a reader.
    if (word.includes(DOCUMENT)) return word.replace(DOCUMENT, () => '…');
    return PLAIN.test(word) ? word : quote(word);
  });
  return ['kubectl', ...words].join(' ');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
