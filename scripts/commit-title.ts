import { pathToFileURL } from 'node:url';

const LONGEST = 72;

/**
 * The mistake in the title of a commit or a pull request; undefined if the title has the form `area: imperative summary`. The area
 * is a package, an app or a folder; a change of several names them all.
 */
export function findTitleProblem(title: string): string | undefined {
  if (title.length > LONGEST) return `It has ${title.length} characters. Use at most ${LONGEST}.`;
  const [, summary] = /^[a-z0-9][a-z0-9-]*(?:, [a-z0-9][a-z0-9-]*)*: (\S.*)$/.exec(title) ?? [];
  if (summary === undefined) return 'Begin with the package, app or folder: "runner: close what a crash left open".';
  if (/^(?:wip|fixup|squash)\b/i.test(summary)) return 'Say what the change does.';
  // A name may begin with a capital letter, as AgentSafe does.
  if (/^[A-Z][a-z]*\b/.test(summary) && !/^[A-Z][a-z]*[A-Z]/.test(summary))
    return 'Begin the summary with a small letter.';
  if (/^[a-z]+(?:[^e]ed|ing)\b/.test(summary)) return 'Use the imperative: "add", and not "added" or "adding".';
  return /[.\s]$/.test(summary) ? 'Leave out what is at its end.' : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problem = findTitleProblem(process.argv[2] ?? '');
  if (problem !== undefined) {
    console.error(`The title does not have the form "area: imperative summary". ${problem}`);
    process.exitCode = 1;
  }
}
