import { AgentSafeError } from '@agent-safe/core';
import type { Output } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { UsageError } from '../command/usage-error.ts';
import { printable, printJson } from './style.ts';

/** Prints an error. @param json whether the command line asks for JSON */
export function reportError(error: unknown, json: boolean, output: Output): ExitCode {
  const isUsage = error instanceof UsageError;
  const code = isUsage
    ? 'ERR_USAGE'
    : error instanceof AgentSafeError || isRefusal(error)
      ? error.code
      : 'ERR_INTERNAL';
  // Messages quote files and requests, so they may hold control characters.
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map(printable);
  if (json) {
    const problems =
      error instanceof AgentSafeError && error.diagnostics.length > 0 ? { problems: error.diagnostics } : {};
    printJson(output, { error: { code, message: lines[0], ...problems } });
  } else {
    output.err(`${isUsage ? '' : `${code}: `}${lines.join('\n')}\n`);
    if (code === 'ERR_INTERNAL' && error instanceof Error) output.err(`${error.stack ?? ''}\n`);
  }
  return isUsage ? EXIT.usage : EXIT.error;
}

/** Whether a server refused. A check of a project does not load its class. */
function isRefusal(error: unknown): error is { readonly code: string } {
  return error instanceof Error && error.name === 'ServerError' && 'code' in error && typeof error.code === 'string';
}
