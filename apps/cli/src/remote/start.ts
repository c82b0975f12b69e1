import type { HttpClient } from '@agent-safe/client';
import type { Explanation } from '@agent-safe/sdk';
import { type COMMON_OPTIONS, defineCommand, type Invocation, type Values } from '../command/command.ts';
import type { ExitCode } from '../command/exit-code.ts';
import { asksForJson, parse } from '../command/parse.ts';
import { processOutput, tolerateClosedPipe } from '../command/process-output.ts';
import { reportError } from '../command/report-error.ts';
import { readOnce, readStandardInput } from '../command/standard-input.ts';
import { readTokens } from '../command/token-input.ts';
import { untilSignal } from '../command/until-signal.ts';
import { type Decider, decide } from '../commands/decide.ts';
import { CHECK_OPTIONS, PROJECT_CHECK_OPTIONS } from '../options/check-options.ts';
import { connectFrom, refuseLocal } from './connect.ts';

type Given = Invocation<Values<typeof CHECK_OPTIONS & typeof COMMON_OPTIONS>>;

const command = defineCommand({
  name: 'check',
  summary: '',
  positionals: '<action> | --plan FILE',
  arity: [0, 1],
  options: CHECK_OPTIONS,
  examples: [],
  run: checkRemotely,
});

/** Runs a check by a server as this process. It throws nothing. */
export async function startRemoteCheck(argv: readonly string[]): Promise<ExitCode> {
  tolerateClosedPipe();
  const cwd = process.cwd();
  const surroundings = { cwd, clock: Date.now, output: processOutput, cache: undefined };
  const readInput = readOnce(readStandardInput);
  try {
    const read = readTokens(command, parse(command, argv), { cwd, readInput });
    return await command.run({ ...surroundings, ...read, readInput, commands: {} });
  } catch (error) {
    return reportError(error, asksForJson(argv), processOutput);
  }
}

/** Decides the requests of a command line by a server. */
export function checkRemotely(invocation: Given): Promise<ExitCode> {
  const { values } = invocation;
  refuseLocal(values, PROJECT_CHECK_OPTIONS);
  const decider = toDecider(connectFrom(values, tokenOf(values.caller)));
  const open = () => Promise.resolve(decider);
  return values.wait ? untilSignal((signal) => decide(invocation, signal, open)) : decide(invocation, undefined, open);
}

/** A bare name proves nothing to a server, which refuses it. */
function tokenOf(caller: string | undefined): string | undefined {
  return caller === undefined || caller.trim() === '' ? undefined : caller;
}

function toDecider(client: HttpClient): Decider {
  return {
    approvals: client.approvals as Decider['approvals'],
    check: (request) => client.check(request),
    checkPlan: (requests) => client.checkPlan(requests),
    preview: (request) => client.preview(request),
    explain: (request, { at } = {}) =>
      client.explain<Explanation>(request, at === undefined ? {} : { at: new Date(at).toISOString() }),
    close: async () => undefined,
  };
}
