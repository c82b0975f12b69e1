import type { Route } from '../../src/routes/route.ts';

/** The rows of the table of routes in docs/reference/http-api.md: method and path, callers, summary. */
export function routeRows(routes: readonly Route[]): readonly (readonly string[])[] {
  return routes.map(({ access, method, path, summary }) => [
    `\`${method.toUpperCase()} ${path}\``,
    describe(access),
    summary.replaceAll('|', '\\|'),
  ]);
}

function describe(access: Route['access']): string {
  if (access === 'public') return 'everybody';
  const { agent, pep, user } = access;
  return [
    ...(agent === true ? ['agent'] : []),
    ...(pep === undefined ? [] : [`key with \`${pep}\``]),
    ...(user === undefined ? [] : [user]),
  ].join(', ');
}

/** Reads the rows of the first table of a page. The formatter aligns its columns. */
export function readRows(page: string): readonly (readonly string[])[] {
  const lines = page.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
