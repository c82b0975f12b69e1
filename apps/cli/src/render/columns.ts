import { printable } from './style.ts';

/** Aligns the columns of rows: two spaces apart, and indented by two. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => {
    const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(width(column))));
    return `  ${cells.join('  ')}`;
  });
}

/** Aligns rows with text from documents and requests. Control characters are escaped. */
export function table(rows: readonly (readonly string[])[]): string {
  return `${columns(rows.map((row) => row.map(printable))).join('\n')}\n`;
}
