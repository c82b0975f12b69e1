import { AgentSafe } from '@agent-safe/sdk';
import { type COMMON_OPTIONS, defineCommand, type Invocation, type Values } from '../command/command.ts';
import { untilSignal } from '../command/until-signal.ts';
import { CHECK_OPTIONS } from '../options/check-options.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { isRemote } from '../options/server-options.ts';
import { keysFrom, signingKeyFrom } from '../options/signing-key.ts';
import { tellNotifyFailure } from '../render/notify-failure.ts';
import { findAuditLog } from './check-bundle.ts';
import { decide } from './decide.ts';

export const command = defineCommand({
  name: 'check',
  summary: 'Decide a request: one action or a plan',
  positionals: '<action> | --plan FILE',
  arity: [0, 1],
  options: CHECK_OPTIONS,
  examples: [
    `agent-safe check restart-deployment --target dev/test-app --caller deploy-agent --params '{"namespace":"dev","deployment":"app"}'`,
    `agent-safe check restart-deployment --target prod/api-server --caller "$TOKEN" --params '{"namespace":"prod","deployment":"api"}' --wait`,
    `TICKET=$(agent-safe check restart-deployment --target dev/test-app --params '{"namespace":"dev","deployment":"app"}' --quiet)`,
    'agent-safe check restart-deployment --target dev/test-app --preview --json',
    'agent-safe check --plan plan.yaml --json',
  ],
  run(invocation) {
    const { values } = invocation;
    if (isRemote(values)) return import('./check-remotely.ts').then(({ checkRemotely }) => checkRemotely(invocation));
    const open = openerFrom(invocation);
    return values.wait
      ? untilSignal((signal) => decide(invocation, signal, open))
      : decide(invocation, undefined, open);
  },
});

const NOT_RECORDED =
  'This decision is not recorded: no agent-safe.yaml with an audit_log was found here or above. To record it, give --audit-log FILE.\n';

type Given = Invocation<Values<typeof CHECK_OPTIONS & typeof COMMON_OPTIONS>>;

/** Returns a function that opens the project as it is at that time. */
function openerFrom(given: Given): () => Promise<AgentSafe> {
  const { clock, cwd, cache, output, values } = given;
  return async () => {
    const settings = settingsFrom(values, cwd);
    const options = {
      ...settings,
      clock,
      cache,
      // A short-lived process does not ship events. "agent-safe audit ship" ships all of them later.
      auditShippers: [],
      shortLived: true,
      onNotifyFailure: tellNotifyFailure(output),
      signingKey: signingKeyFrom(values),
      issuer: values.issuer,
      state: values.state,
      verificationKeys: keysFrom(values, cwd),
    };
    const named = values['audit-log'];
    if (settings.bundle === undefined || named !== undefined) return AgentSafe.open({ ...options, auditLog: named });
    const auditLog = await findAuditLog(settings.config === false ? false : undefined, cwd);
    if (auditLog === undefined && !values.preview) output.err(NOT_RECORDED);
    return AgentSafe.open({ ...options, auditLog });
  };
}
