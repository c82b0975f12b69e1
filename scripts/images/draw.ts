import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawRequestPath } from './request-path.ts';
import { drawTerminal } from './terminal.ts';
import { themes } from './theme.ts';

/** The two commands of the picture in the README. */
const commands = [
  ['check', 'restart-deployment', '--target', 'dev/test-app', '--params', '{"namespace":"dev","deployment":"app"}'],
  [
    'check',
    'restart-deployment',
    '--target',
    'dev/test-app',
    '--params',
    '{"namespace":"kube-system","deployment":"dns"}',
  ],
] as const;

/**
 * Draws every picture of the documentation. The terminal shows the output of real commands in a new project.
 *
 * @returns the text of each file, by its path from the root of the repository
 */
export function drawImages(root: string): ReadonlyMap<string, string> {
  const lines = recordCommands(root);
  return new Map(
    themes.flatMap((theme) => [
      [`docs/images/request-path-${theme.name}.svg`, drawRequestPath(theme)] as const,
      [
        `docs/images/check-${theme.name}.svg`,
        drawTerminal('agent-safe check allows one request and denies another', lines, theme),
      ] as const,
    ]),
  );
}

function recordCommands(root: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  const run = (...argv: readonly string[]): string =>
    spawnSync(join(root, 'agent-safe'), argv, { cwd: folder, encoding: 'utf8' }).stdout;
  try {
    run('init', '.');
    return commands.flatMap((argv, index) => [
      ...(index === 0 ? [] : ['']),
      `$ agent-safe ${argv.slice(0, 4).join(' ')} \\`,
      `    --params '${argv[5]}'`,
      ...shorten(run(...argv))
        .trimEnd()
        .split('\n'),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Identifiers, times and tokens differ in every run. */
function shorten(printed: string): string {
  return printed
    .replaceAll(/\bevt-[0-9a-f-]+/g, 'evt-0b7c…')
    .replaceAll(/\beyJ[\w.-]+/g, 'eyJhbGciOi…')
    .replaceAll(/^( *until +).*$/gm, '$1in 5 minutes');
}
