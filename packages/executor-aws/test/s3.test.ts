import { describe, expect, test } from 'vitest';
import { testAction } from './support/action-suite.ts';
import {
  countVersions,
  createBucket,
  getObject,
  getPolicy,
  policyFor,
  putObject,
  removeObject,
  setPolicy,
} from './support/buckets.ts';
import { openLive, ranOf, rollBack } from './support/live.ts';
import { isDown, NEEDS, REGION } from './support/moto.ts';

describe.skipIf(isDown)(`s3-delete-object${NEEDS}`, () => {
  test('T30 a version is hidden, and its rollback removes the delete marker', async () => {
    const live = openLive();
    const bucket = await createBucket('Enabled');
    await putObject(bucket, 'a/report.txt', 'one');
    await putObject(bucket, 'a/report.txt', 'two');
    const params = { bucket, key: 'a/report.txt', region: REGION };
    const deleted = ranOf(await live.act('s3-delete-object', params));
    expect(deleted).toMatchObject({ outcome: 'success', before_state: { versioning: 'Enabled', content_length: 3 } });
    expect(await countVersions(bucket)).toEqual({ versions: 2, markers: 1 });
    const plan = await live.runner.planRollback(deleted.audit_id);
    expect(plan).toMatchObject({ ok: true, action: 's3-restore-object', warnings: [] });
    const restored = ranOf(await rollBack(live, deleted.audit_id));
    expect(restored.outcome).toBe('success');
    expect((await getObject(bucket, 'a/report.txt')).text).toBe('two');
    expect(await countVersions(bucket)).toEqual({ versions: 2, markers: 0 });
    // The rollback of the rollback hides it again.
    expect(ranOf(await rollBack(live, restored.audit_id)).outcome).toBe('success');
    expect(await countVersions(bucket)).toEqual({ versions: 2, markers: 1 });
    expect((await live.verify()).verdict).toMatch(/^ok/);
  });

  test.each([undefined, 'Suspended'] as const)(
    'T30 an object is written again with its headers (versioning: %s)',
    async (versioning) => {
      const live = openLive();
      const bucket = await createBucket(versioning);
      const headers = { ContentType: 'text/plain', CacheControl: 'no-store', Metadata: { owner: 'ops' } };
      await putObject(bucket, 'notes', 'a secret of the object', headers);
      const params = { bucket, key: 'notes', region: REGION };
      const deleted = ranOf(await live.act('s3-delete-object', params));
      expect(deleted.outcome).toBe('success');
      await expect(getObject(bucket, 'notes')).rejects.toThrow();
      expect(ranOf(await rollBack(live, deleted.audit_id)).outcome).toBe('success');
      expect(await getObject(bucket, 'notes')).toEqual({ text: 'a secret of the object', ...headers });
      // The log holds no content.
      const content = Buffer.from('a secret of the object').toString('base64');
      expect(live.text()).not.toContain(content);
    },
  );

  test('T30 a large object is not stored, and the plan says so', async () => {
    const live = openLive();
    const bucket = await createBucket();
    await putObject(bucket, 'big', 'x'.repeat(262_145));
    const params = { bucket, key: 'big', region: REGION };
    const dry = await live.dryRun('s3-delete-object', params);
    expect(JSON.stringify(dry)).toContain('The object cannot be restored');
    const deleted = ranOf(await live.act('s3-delete-object', params));
    expect(deleted.warnings.join()).toContain('262145 bytes are too many to store');
    expect(await live.runner.planRollback(deleted.audit_id)).toMatchObject({ ok: false, code: 'state_missing' });
  });

  test('T30 an object that was written since is kept', async () => {
    const live = openLive();
    for (const versioning of [undefined, 'Enabled'] as const) {
      const bucket = await createBucket(versioning);
      await putObject(bucket, 'k', 'old');
      const deleted = ranOf(await live.act('s3-delete-object', { bucket, key: 'k', region: REGION }));
      await putObject(bucket, 'k', 'new');
      const refused = ranOf(await rollBack(live, deleted.audit_id));
      expect(refused.outcome).toMatch(/^(?:skipped|failure)$/);
      const overwritten = ranOf(await rollBack(live, deleted.audit_id, { overwrite: true }));
      expect(overwritten).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('The object exists') });
      expect((await getObject(bucket, 'k')).text).toBe('new');
    }
  });

  test('T30 a restoration destroys no version', async () => {
    const live = openLive();
    const bucket = await createBucket('Enabled');
    await putObject(bucket, 'k', 'one');
    const deleted = ranOf(await live.act('s3-delete-object', { bucket, key: 'k', region: REGION }));
    await removeObject(bucket, 'k');
    const before = await countVersions(bucket);
    const restored = ranOf(await rollBack(live, deleted.audit_id));
    expect(restored).toMatchObject({
      outcome: 'failure',
      reason: expect.stringContaining('more than one delete marker'),
    });
    const version = JSON.stringify(deleted.before_state?.version_id).slice(1, -1);
    const marker = { bucket, key: 'k', region: REGION, version_id: `${version}x` };
    expect(ranOf(await live.act('s3-restore-object', marker)).outcome).toBe('failure');
    expect(await countVersions(bucket)).toEqual(before);
  });

  test('the deletion of an object that does not exist changes nothing', async () => {
    const live = openLive();
    const bucket = await createBucket('Enabled');
    const deleted = ranOf(await live.act('s3-delete-object', { bucket, key: 'none', region: REGION }));
    expect(deleted).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('does not exist') });
    expect(await countVersions(bucket)).toEqual({ versions: 0, markers: 0 });
  });
});

describe.skipIf(isDown)(`s3-put-bucket-policy${NEEDS}`, () => {
  test('T30 a policy is set and removed again, where there was none', async () => {
    const live = openLive();
    const bucket = await createBucket();
    const policy = policyFor(bucket);
    const set = ranOf(
      await live.act('s3-put-bucket-policy', { bucket, policy: JSON.stringify(policy), region: REGION }),
    );
    expect(set).toMatchObject({ outcome: 'success', before_state: { policy_missing: true } });
    expect(await getPolicy(bucket)).toEqual(policy);
    expect(await live.runner.planRollback(set.audit_id)).toMatchObject({ ok: true, params: { remove: true } });
    const removed = ranOf(await rollBack(live, set.audit_id));
    expect(removed.outcome).toBe('success');
    expect(await getPolicy(bucket)).toBeUndefined();
    expect(ranOf(await rollBack(live, removed.audit_id)).outcome).toBe('success');
    expect(await getPolicy(bucket)).toEqual(policy);
  });

  test('T30 a public policy from before is restored, and what others changed is kept', async () => {
    const live = openLive();
    const bucket = await createBucket();
    const open = policyFor(bucket, { Principal: '*', Action: 's3:*' });
    await setPolicy(bucket, open);
    const narrow = policyFor(bucket);
    const params = { bucket, policy: JSON.stringify(narrow), region: REGION };
    const set = ranOf(await live.act('s3-put-bucket-policy', params));
    await setPolicy(bucket, policyFor(bucket, { Action: 's3:ListBucket' }));
    expect(ranOf(await rollBack(live, set.audit_id))).toMatchObject({ outcome: 'skipped' });
    expect(ranOf(await rollBack(live, set.audit_id, { overwrite: true })).outcome).toBe('success');
    expect(await getPolicy(bucket)).toEqual(open);
  });

  test.each([
    ['Principal "*"', { Principal: '*' }, 'allows every principal'],
    ['an AWS principal "*"', { Principal: { AWS: ['*'] } }, 'allows every principal'],
    ['NotPrincipal', { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::1:root' } }, 'allows every principal'],
    ['a condition', { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, 'every principal'],
    ['Action "*"', { Action: '*' }, 'allows all actions'],
    ['Action "s3:*"', { Action: ['s3:*'] }, 'allows all actions'],
    ['Action "s3:*e*"', { Action: ['s3:*e*'] }, 'allows all actions'],
    ['patterns for all actions', { Action: ['s3:Get*', 's3:?ut*', 'S3:DELETE*', 's3:List*'] }, 'allows all actions'],
    ['NotAction', { Action: undefined, NotAction: 's3:GetObject' }, 'allows all actions'],
    ['another bucket', { Resource: 'arn:aws:s3:::other/*' }, 'is not in the bucket'],
    ['every bucket', { Resource: '*' }, 'is not in the bucket'],
    ['a longer name', { Resource: 'arn:aws:s3:::BUCKET-2/*' }, 'is not in the bucket'],
    ['NotResource', { Resource: undefined, NotResource: 'arn:aws:s3:::x' }, 'names other buckets'],
    ['no principal', { Principal: undefined }, 'no "Principal"'],
    ['a misspelled member', { Condtion: {} }, 'is unknown'],
  ])('T24 a policy with %s is refused', async (_, changes, reason) => {
    const live = openLive();
    const bucket = await createBucket();
    const policy = JSON.stringify(policyFor(bucket, changes)).replaceAll('BUCKET', bucket);
    const refused = await live.act('s3-put-bucket-policy', { bucket, policy, region: REGION });
    expect(refused).toMatchObject({ outcome: expect.stringMatching(/skipped|failure/) });
    expect(JSON.stringify(refused)).toContain(JSON.stringify(reason).slice(1, -1));
    expect(await getPolicy(bucket)).toBeUndefined();
  });

  test('T24 a policy with a duplicate key is refused, because AWS may read the other value', async () => {
    const live = openLive();
    const bucket = await createBucket();
    const policy = JSON.stringify(policyFor(bucket)).replace('"Effect":', '"Principal":"*","Effect":');
    const refused = ranOf(await live.act('s3-put-bucket-policy', { bucket, policy, region: REGION }));
    expect(refused.outcome).toMatch(/^(?:skipped|failure)$/);
    expect(JSON.stringify(refused.prechecks)).toContain('twice');
    expect(await getPolicy(bucket)).toBeUndefined();
  });

  test('a public policy is set if the parameter permits it', async () => {
    const live = openLive();
    const bucket = await createBucket();
    const policy = JSON.stringify(policyFor(bucket, { Principal: '*' }));
    const params = { bucket, policy, region: REGION, allow_public: true };
    expect(ranOf(await live.act('s3-put-bucket-policy', params)).outcome).toBe('success');
    expect(await getPolicy(bucket)).toEqual(JSON.parse(policy));
  });
});

testAction({
  action: 's3-delete-object',
  write: /^DELETE \/bucket-/,
  missing: { key: 'none' },
  wrong: [{ bucket: 'a/b' }, { bucket: 'arn:aws:s3:::b' }, { key: '' }, { key: 'k'.repeat(1_025) }],
  async make() {
    const bucket = await createBucket('Enabled');
    await putObject(bucket, 'k', 'one');
    return {
      params: { bucket, key: 'k', region: REGION },
      read: () => countVersions(bucket),
      after: { versions: 1, markers: 1 },
      states: { before: { content_length: 3 }, after: { versioning: 'Enabled' } },
      interfere: async () => {
        await putObject(bucket, 'k', 'two');
      },
    };
  },
  rollback: 's3-restore-object',
});

testAction({
  action: 's3-restore-object',
  write: /^DELETE \/bucket-/,
  isGuarded: true,
  missing: { bucket: 'bucket-that-does-not-exist' },
  wrong: [{ version_id: 'a b' }, { version_id: '' }, { bucket: 'B' }],
  async make() {
    const bucket = await createBucket('Enabled');
    const version_id = await putObject(bucket, 'k', 'one');
    await removeObject(bucket, 'k');
    return {
      params: { bucket, key: 'k', region: REGION, version_id },
      read: () => countVersions(bucket),
      after: { versions: 1, markers: 0 },
      states: { before: {}, after: { version_id } },
      interfere: async () => {
        await putObject(bucket, 'k', 'two');
      },
    };
  },
});

testAction({
  action: 's3-put-bucket-policy',
  write: /^PUT \/bucket-[^?]*\?policy/,
  missing: { bucket: 'bucket-that-does-not-exist' },
  wrong: [{ policy: '{' }, { policy: '[]' }, { policy: '{"Version":"2012-10-17"}' }, { remove: true }],
  async make() {
    const bucket = await createBucket();
    return {
      params: { bucket, policy: JSON.stringify(policyFor(bucket)), region: REGION },
      read: () => getPolicy(bucket),
      after: policyFor(bucket),
      states: { before: { policy_missing: true }, after: { policy_missing: false, public: false } },
      interfere: () => setPolicy(bucket, policyFor(bucket, { Action: 's3:ListBucket' })),
    };
  },
  rollback: 's3-put-bucket-policy',
});
