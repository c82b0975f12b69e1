import { type AccountServices, AgentSafeError, type Refused } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';
import type { Invocation, Options, Output, Values } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { paint, printable, printJson } from '../render/style.ts';
import { withKeylessServices } from './keyless-services.ts';
import { SETTINGS_OPTIONS, STATE_OPTIONS } from './token-options.ts';

/** Options of all commands that change accounts. */
export const ACCOUNT_OPTIONS = { ...STATE_OPTIONS, ...SETTINGS_OPTIONS } as const satisfies Options;

/** Opens the accounts of a project, and closes them afterwards. It works without a server, and while the policies are invalid. */
export function withAccounts<Result>(
  invocation: Pick<Invocation<Values<typeof ACCOUNT_OPTIONS>>, 'clock' | 'cwd' | 'values'>,
  use: (accounts: AccountServices, settings: Settings) => Promise<Result>,
): Promise<Result> {
  return withKeylessServices(invocation, ({ accounts, settings }) => {
    if (accounts !== undefined) return use(accounts, settings);
    throw new AgentSafeError('ERR_CONFIG_INVALID', 'The state of the project has no accounts. Use a state file.');
  });
}

/** Prints a result as JSON or with `print`, and a refusal with its code. */
export function reportAccount<Done extends { readonly ok: true }>(
  output: Output,
  json: boolean | undefined,
  result: Done | Refused<string>,
  print: (done: Done) => void,
): ExitCode {
  if (json === true) printJson(output, result);
  else if (result.ok) print(result);
  else {
    output.err(`${paint(output, ['bold', 'red'], 'REFUSED')} — ${printable(result.reason)}\n  code  ${result.code}\n`);
  }
  return result.ok ? EXIT.allow : EXIT.deny;
}
