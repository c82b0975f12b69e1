/** An error or warning about a document, with its place and a fix. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable and machine-readable, such as `key_unknown`. */
  readonly code: string;
  readonly message: string;
  /** One sentence that says what to change. */
  readonly fix?: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

/** Formats the known parts of a place, such as `policies/default.yaml:12:5`. */
export function formatPlace(place: Pick<Diagnostic, 'file' | 'line' | 'column'>): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}

/** Formats a diagnostic as one line: place, message, fix. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const place = formatPlace(diagnostic);
  const fix = diagnostic.fix === undefined ? '' : ` ${diagnostic.fix}`;
  return `${place === '' ? '' : `${place}: `}${diagnostic.message}${fix}`;
}
