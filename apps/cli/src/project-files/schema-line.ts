/** Adds the comment by which editors find the JSON Schema of a YAML file. `path` is relative to that file. */
export function withSchemaLine(content: string, path: string): string {
  return `# yaml-language-server: $schema=${path.replaceAll('\\', '/')}\n${content}`;
}
