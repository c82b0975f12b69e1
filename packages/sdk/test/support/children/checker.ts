import { AgentSafe, type CheckRequest, type Decision, type OpenOptions } from '../../../src/index.ts';

/** Checks the same request a number of times, one after the other, and prints the decisions without their tickets. */
const [, , text = '{}'] = process.argv;
const { count, options, request } = JSON.parse(text) as {
  readonly count: number;
  readonly options: OpenOptions;
  readonly request: CheckRequest;
};

const safe = await AgentSafe.open(options);
const answers: string[] = [];
for (let index = 0; index < count; index += 1) answers.push(describe(await safe.check(request)));
await safe.close();
process.send?.(answers);

function describe({ code, request_id = '', result, ticket }: Decision): string {
  return [result, code, result === 'require_approval' ? request_id : ticket === undefined ? '' : 'ticket']
    .join(' ')
    .trim();
}
