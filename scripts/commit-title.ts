import { pathToFileURL } from 'node:url';

const LONGEST = 72;

/**
 * Returns the problem of a commit or pull request title; undefined if it has the form `area: imperative summary`. The area is a package,
 * an app or a folder. A change of several areas names them all.
 */
export function findTitleProblem(title: string): string | undefined {
  if (title.length > LONGEST) return `It has ${title.length} characters. Use at most ${LONGEST}.`;
  const [, summary] = /^[a-z0-9][a-z0-9-]*(?:, [a-z0-9][a-z0-9-]*)*: (\S.*)$/.exec(title) ?? [];
  if (summary === undefined) return 'Start with the package, app or folder: "runner: close what a crash left open".';
  if (/^(?:wip|fixup|squash)\b/i.test(summary)) return 'Describe what the change does.';
  // A name such as AgentSafe may start with a capital letter.
  if (/^[A-Z][a-z]*\b/.test(summary) && !/^[A-Z][a-z]*[A-Z]/.test(summary))
    return 'Start the summary with a lower-case letter.';
  if (/^[a-z]+(?:[^e]ed|ing)\b/.test(summary)) return 'Use the imperative: "add", not "added" or "adding".';
  return /[.\s]$/.test(summary) ? 'Remove the full stop or space at the end.' : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problem = findTitleProblem(process.argv[2] ?? '');
  if (problem !== undefined) {
    console.error(`The title does not have the form "area: imperative summary". ${problem}`);
    process.exitCode = 1;
  }
}
