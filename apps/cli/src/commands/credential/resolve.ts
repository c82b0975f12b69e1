import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import type { CredentialReport } from '@agent-safe/sdk/runner';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { untilSignal } from '../../command/until-signal.ts';
import { readParams } from '../../options/params.ts';
import { TICKET_ARGUMENT } from '../../options/request-options.ts';
import { CLEAR_PARAMS_OPTIONS, RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { table } from '../../render/columns.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { credentialsJson } from '../../render/run-json.ts';
import { printRefusal } from '../../render/run-text.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'credential resolve',
  summary: 'Show the credentials that a ticket would get, without the secret',
  positionals: '<ticket>',
  arity: [0, 1],
  tokenArgument: TICKET_ARGUMENT,
  options: {
    reveal: {
      type: 'boolean',
      summary: 'Issue the credentials and print the secret. This is recorded, and uses up the ticket',
    },
    ...CLEAR_PARAMS_OPTIONS,
    ...RUNNER_OPTIONS,
  },
  examples: ['agent-safe credential resolve "$TICKET"', 'agent-safe credential resolve "$TICKET" --reveal --json'],
  run: ({ clock, cwd, output, positionals: [ticket = ''], values }) =>
    untilSignal(async (signal) => {
      const options = { issue: values.reveal === true, params: readParams(values.params, cwd), signal };
      const answer = await withRunner({ clock, cwd, output, values }, (runner) =>
        runner.resolveCredentials(ticket, options),
      );
      const result = explainNotToken(answer, 'The ticket', ticket, 'ticket');
      if (values.json) printJson(output, credentialsJson(result));
      else if (!result.ok) printRefusal(output, result);
      else print(output, result);
      return result.ok ? EXIT.allow : EXIT.deny;
    }),
});

function print(output: Output, { action, audit_id, grant, is_scoped, lease, target, vault }: CredentialReport): void {
  if (grant === null) {
    output.out(`${printable(action)} declares no credentials, and gets none.\n`);
    return;
  }
  const title = lease === null ? 'WOULD BE ISSUED' : 'ISSUED';
  output.out(`${paint(output, 'bold', title)} — to ${printable(action)} on ${printable(target ?? 'no target')}\n`);
  const rows = [
    ['type', grant.type],
    ...describeFields(grant.fields),
    ...(grant.scope === null ? [] : [['scope', JSON.stringify(grant.scope)]]),
    ['for', `${grant.ttl} s`],
    ['vault', describeVault(vault, is_scoped)],
    ['audit', audit_id],
    ...(lease === null
      ? []
      : [['lease', lease.lease_id], ['until', lease.expires_at], ...Object.entries(lease.values)]),
  ];
  output.out(table(rows));
}

/** One row for each field, and for each rule. */
function describeFields(fields: JsonObject): readonly (readonly [string, string])[] {
  const { rules, ...others } = fields;
  const list = rules !== undefined && isJsonArray(rules) ? rules : [];
  return [
    ...list.map((rule) => ['rule', describeRule(rule)] as const),
    ...Object.entries(others).map(([name, value]) => [name, JSON.stringify(value)] as const),
  ];
}

/** Describes a rule in one line, such as `get, watch deployments (apps) in dev: app` or `ec2:StopInstances on arn:…`. */
function describeRule(rule: JsonValue): string {
  const fields = typeof rule === 'object' && rule !== null && !isJsonArray(rule) ? rule : {};
  const join = (name: string) => {
    const value = fields[name];
    return value !== undefined && isJsonArray(value) ? value.filter((each) => typeof each === 'string').join(', ') : '';
  };
  if (fields.actions !== undefined) {
    const { conditions } = fields;
    const on = fields.resources === undefined ? 'all resources' : join('resources');
    return `${join('actions')} on ${on}${conditions === undefined ? '' : ` if ${JSON.stringify(conditions)}`}`;
  }
  const [groups, names, namespaces] = [join('api_groups'), join('resource_names'), join('namespaces')];
  const where = namespaces === '' ? 'in the whole cluster' : `in ${namespaces}`;
  return `${join('verbs')} ${join('resources')}${groups === '' ? '' : ` (${groups})`} ${where}${names === '' ? '' : `: ${names}`}`;
}

function describeVault(vault: string | null, isScoped: boolean): string {
  if (vault === null) return 'none, so no credentials would be issued';
  return isScoped ? vault : `${vault}, which does not limit them to these permissions`;
}
