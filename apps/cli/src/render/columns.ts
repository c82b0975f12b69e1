import { printable } from './style.ts';

/** Rows of text with their columns aligned, two spaces apart and indented by two. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => {
    const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(width(column))));
    return `  ${cells.join('  ')}`;
  });
}

/** Rows of what somebody else may have written, as lines that a terminal only shows. */
export function table(rows: readonly (readonly string[])[]): string {
  return `${columns(rows.map((row) => row.map(printable))).join('\n')}\n`;
}
