import { AgentSafe } from '../../../src/index.ts';
import { Backups } from '../backups.ts';

/** A fact that an executor, an approver or an operator was told. */
export interface Fact {
  readonly kind: 'denied' | 'issued' | 'revoked' | 'used';
  readonly id: string;
}

// Makes facts until it is killed, and tells each after it was acknowledged.
const [, , folder = '', name = '', approver = ''] = process.argv;
const project = {
  folder,
  time: {
    get now() {
      return Date.now();
    },
  },
};
const backups = new Backups(project as ConstructorParameters<typeof Backups>[0]);
const safe = await AgentSafe.open(backups.options);
const tell = (kind: Fact['kind'], id: string) => process.send?.({ kind, id } satisfies Fact);

for (let count = 0; ; count += 1) {
  const caller = `${name}-${count}`;
  const { ticket } = await safe.check({
    action: 'restart-deployment',
    target: 'dev/test-app',
    caller,
    params: { namespace: 'dev', deployment: 'app' },
  });
  const token = ticket?.token ?? '';
  tell('issued', token);
  if (count % 2 === 0 && (await backups.redeem(token)) === 'ok') tell('used', token);
  const { request_id = '' } = await safe.check({
    action: 'scale-deployment',
    target: 'dev/test-app',
    caller,
    params: { namespace: 'dev', deployment: 'app', replicas: 1 + (count % 9) },
  });
  if ((await safe.approvals.deny(request_id, { approver, reason: 'No' })).ok) tell('denied', request_id);
  await safe.revocations.add({ agent: caller });
  tell('revoked', caller);
}
