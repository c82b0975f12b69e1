import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allRoutes } from '../src/app/all-routes.ts';
import { readRows, routeRows } from './support/route-table.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/http-api.md');

test('the reference lists every route, who may call it, and what it does', () => {
  const rows = routeRows(allRoutes);
  const page = readFileSync(PAGE, 'utf8');
  // Update the page with: AGENT_SAFE_WRITE=1 vitest run apps/server/test/http-api-page.test.ts
  if (process.env.AGENT_SAFE_WRITE === '1') {
    const table = [
      '| route | callers | what it does |',
      '| --- | --- | --- |',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ];
    writeFileSync(PAGE, page.replace(/\| route [\s\S]*?\n(?!\|)/, `${table.join('\n')}\n`));
    return;
  }
  expect(readRows(page)).toEqual(rows);
});
