import { type Command, DOCUMENT } from './kubectl.ts';

/** Words that need no quotes anywhere. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A command line as a person would type it: to be read, and never run. What its document says is shown elsewhere. */
export function formatCommand({ argv }: Command): string {
  const words = argv.map((word) => {
    // The name of its file says nothing.
    if (word.includes(DOCUMENT)) return word.replace(DOCUMENT, () => '…');
    return PLAIN.test(word) ? word : quote(word);
  });
  return ['kubectl', ...words].join(' ');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
