import type { DelegationHop, DelegationVerdict } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { TOKEN_ARGUMENT } from '../../options/request-options.ts';
import { KEY_SET_OPTIONS } from '../../options/signing-key.ts';
import { openProjectServicesFrom, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { describeSpan } from '../../render/describe-span.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'delegation verify',
  summary: 'Verify a token, and show its delegation chain',
  positionals: '<token>',
  arity: [0, 1],
  tokenArgument: TOKEN_ARGUMENT,
  options: { ...KEY_SET_OPTIONS, ...TOKEN_OPTIONS },
  examples: ['agent-safe delegation verify "$CHILD"', 'agent-safe delegation verify "$CHILD" --jwks jwks.json --json'],
  async run({ clock, cwd, output, positionals: [token = ''], values }) {
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    const answer = await opened.tokenService.verifyDelegation(token);
    const verdict = explainNotToken(answer, 'The token', token, 'identity');
    await opened.close();
    if (values.json) printJson(output, toJson(verdict));
    else if (verdict.ok) printChain(output, verdict.hops);
    else {
      output.out(
        `${paint(output, ['bold', 'red'], 'INVALID')} — ${printable(verdict.reason)}\n  code  ${verdict.code}\n`,
      );
    }
    return verdict.ok ? EXIT.allow : EXIT.deny;
  },
});

/** Scripts read `valid`, as in Agent-Safe 0.11. The identity is beside it. */
function toJson(verdict: DelegationVerdict): object {
  if (verdict.ok) return { valid: true, ...verdict.identity, hops: verdict.hops };
  const { ok: valid, ...refusal } = verdict;
  return { valid, ...refusal };
}

function printChain(output: Output, hops: readonly DelegationHop[]): void {
  const agent = hops.at(-1);
  const title = hops.length > 1 ? 'DELEGATED' : 'DIRECT';
  const times = hops.length === 2 ? 'once' : `${hops.length - 1} times`;
  const how = hops.length > 1 ? `, delegated ${times}` : ', which acts for itself';
  output.out(`${paint(output, ['bold', 'green'], title)} — ${printable(agent?.agent_id ?? '')}${how}\n`);
  for (const [depth, hop] of hops.entries()) printHop(output, hop, depth);
}

function printHop(output: Output, hop: DelegationHop, depth: number): void {
  const { agent_id, agent_name, expires_at, gave_up, groups, roles } = hop;
  const name = agent_name === '' ? '' : ` (${agent_name})`;
  output.out(`  ${depth}  ${printable(`${agent_id}${name}`)}\n`);
  const lines = [`roles ${list(roles)}; groups ${list(groups)}; until ${expires_at ?? 'its end'}`];
  if (depth > 0) lines.push(`gave up: ${describeLoss(gave_up)}`);
  for (const line of lines) output.out(`       ${printable(line)}\n`);
}

function describeLoss({
  actions_only,
  groups,
  max_depth,
  roles,
  seconds,
  target_globs,
  targets_only,
}: DelegationHop['gave_up']): string {
  const losses = [
    roles.length === 0 ? [] : `the roles ${list(roles)}`,
    groups.length === 0 ? [] : `the groups ${list(groups)}`,
    actions_only === undefined ? [] : `all actions but ${list(actions_only)}`,
    targets_only === undefined
      ? []
      : `all targets but ${list(targets_only)}${target_globs === 'text' ? ' ("*" also crosses "/", ":" and "@")' : ''}`,
    max_depth === undefined ? [] : `delegation beyond depth ${max_depth}`,
    seconds <= 0 ? [] : `the last ${describeSpan(seconds * 1_000)} of its lifetime`,
  ].flat();
  return losses.length === 0 ? 'nothing' : losses.join(', ');
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
