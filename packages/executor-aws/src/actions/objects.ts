import {
  effectMissing,
  type Field,
  failure,
  field,
  type Observation,
  observed,
  ParameterRefused,
  readOptional,
  success,
  waiting,
} from '@agent-safe/runner/executor-kit';
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ActionContext, AwsAction } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { NO_DRY_RUN } from '../api/dry-run.ts';
import { readObjectKey, readVersionId } from '../api/read-params.ts';
import { LARGEST_STORED, readStoredObject, type StoredObject, serializeObject } from '../api/stored-object.ts';
import { bucketOf } from './bucket-policies.ts';

/** Object of the parameters, in a bucket of the account. */
function objectOf(context: ActionContext) {
  return { ...bucketOf(context), Key: readObjectKey(context.params, 'key') };
}

/** Reads the metadata of the object. @returns undefined if it does not exist @throws ApiError */
export async function findObject(context: ActionContext): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await context.aws.read('s3', (sdk) => new sdk.HeadObjectCommand(objectOf(context)));
  } catch (error) {
    if (error instanceof ApiError && error.isNotFound) return undefined;
    throw error;
  }
}

/** Whether a deletion in the bucket leaves a delete marker that can be removed again. */
async function readVersioning(context: ActionContext): Promise<'Enabled' | 'Suspended' | 'Disabled'> {
  const { Status } = await context.aws.read('s3', (sdk) => new sdk.GetBucketVersioningCommand(bucketOf(context)));
  return Status ?? 'Disabled';
}

/**
 * Finds the delete marker that hides a version. It must be the only one above that version.
 *
 * @returns the id of the delete marker; undefined if the version is not hidden so
 */
async function findDeleteMarker(context: ActionContext, version: string): Promise<string | undefined> {
  const { Bucket, ExpectedBucketOwner, Key } = objectOf(context);
  // The key itself comes first among the keys that begin with it, and its newest version first.
  const input = { Bucket, ExpectedBucketOwner, Prefix: Key, MaxKeys: 2 };
  const listed = await context.aws.read('s3', (sdk) => new sdk.ListObjectVersionsCommand(input));
  const marker = (listed.DeleteMarkers ?? []).find((each) => each.Key === Key && each.IsLatest === true);
  const below = (listed.Versions ?? []).find((each) => each.Key === Key);
  return below?.VersionId === version ? marker?.VersionId : undefined;
}

async function readObjectState(context: ActionContext): Promise<Readonly<Record<string, Field>>> {
  const [found, versioning] = [await findObject(context), await readVersioning(context)];
  return {
    content_length: field(found?.ContentLength),
    content_type: field(found?.ContentType),
    etag: field(found?.ETag),
    version_id: versioning === 'Enabled' ? field(found?.VersionId) : NO_VERSION,
    versioning: { value: versioning },
    object: await readContent(context, found, versioning),
  };
}

const NO_VERSION: Field = { missing: 'The bucket keeps no versions of new objects.', absent: true };

/** Reads the content of an object that has no versions. */
async function readContent(
  context: ActionContext,
  found: HeadObjectCommandOutput | undefined,
  versioning: string,
): Promise<Field> {
  if (versioning === 'Enabled') return { missing: 'The bucket keeps the versions of its objects.', absent: true };
  if (found === undefined) return { missing: 'The object does not exist.', absent: true };
  const { ContentLength = Number.POSITIVE_INFINITY } = found;
  if (ContentLength > LARGEST_STORED)
    return {
      missing: `The object has ${ContentLength} bytes. Up to ${LARGEST_STORED} bytes are stored for a rollback.`,
    };
  const answer = await context.aws.read('s3', (sdk) => new sdk.GetObjectCommand(objectOf(context)));
  return { value: await serializeObject(answer) };
}

const NO_OBJECT = 'The object does not exist.';

/** Deletes an object. With versioning, a delete marker hides it. */
const deleteObject: AwsAction = {
  service: 's3',
  parameters: ['bucket', 'key', 'region'],
  readState: readObjectState,
  async execute(context) {
    const [found, versioning] = [await findObject(context), await readVersioning(context)];
    if (found === undefined) return failure(NO_OBJECT);
    warnOfLoss(context, found, versioning);
    await context.aws.change('s3', (sdk) => new sdk.DeleteObjectCommand(objectOf(context)));
    return success(versioning === 'Enabled' ? 'A delete marker hides the object.' : 'The object is deleted.');
  },
  async waitForEffect(context) {
    const found = await findObject(context);
    return found === undefined ? observed() : waiting('The object still exists.');
  },
  async dryRun(context) {
    const [found, versioning] = [await findObject(context), await readVersioning(context)];
    const steps = [context.aws.describe('s3', 'DeleteObject', objectOf(context))];
    if (found === undefined) return { steps, refused: NO_OBJECT };
    warnOfLoss(context, found, versioning);
    const { Key } = objectOf(context);
    return {
      steps,
      difference:
        versioning === 'Enabled' ? `+ delete marker: ${Key}` : `- object: ${Key} (${found.ContentLength} bytes)`,
      unasked: `${NO_DRY_RUN} Its permission was not checked.`,
    };
  },
};

function warnOfLoss({ warn }: ActionContext, found: HeadObjectCommandOutput, versioning: string): void {
  if (versioning === 'Enabled') return;
  const { ContentLength = 0 } = found;
  if (ContentLength > LARGEST_STORED)
    warn(
      `The object cannot be restored: the bucket has no versioning, and ${ContentLength} bytes are too many to store.`,
    );
  else
    warn('The bucket has no versioning. A rollback writes the stored object again, without its tags, ACL and history.');
}

/** Requested restoration: of a version that a delete marker hides, or of a stored object. */
type Restoration = { readonly version: string } | { readonly stored: StoredObject };

function readRestoration({ params }: ActionContext): Restoration {
  const version = readOptional(params, 'version_id', readVersionId);
  const stored = readOptional(params, 'object', readStoredObject);
  if (version !== undefined && stored !== undefined)
    throw new ParameterRefused('Give "version_id" or "object", and not both.');
  if (version !== undefined) return { version };
  if (stored !== undefined) return { stored };
  throw new ParameterRefused('Give "version_id" or "object".');
}

/** Restores a deleted object. It never replaces an object or destroys a version. */
const restoreObject: AwsAction = {
  service: 's3',
  parameters: ['bucket', 'key', 'region', 'version_id', 'object'],
  readState: readObjectState,
  async execute(context) {
    const step = await planRestoration(context);
    if ('refused' in step) return failure(step.refused);
    if ('marker' in step) {
      const input = { ...objectOf(context), VersionId: step.marker };
      await context.aws.change('s3', (sdk) => new sdk.DeleteObjectCommand(input), true);
      return success('The delete marker is removed, so the version is the object again.');
    }
    // The condition refuses the request if an object was written since.
    const input = { ...objectOf(context), ...step.stored, IfNoneMatch: '*' };
    await context.aws.change('s3', (sdk) => new sdk.PutObjectCommand(input), true);
    return success(`The object is written again: ${step.stored.Body.length} bytes.`);
  },
  async waitForEffect(context): Promise<Observation> {
    const found = await findObject(context);
    if (found === undefined) return waiting('The object does not exist yet.');
    const restoration = readRestoration(context);
    const isOther = 'version' in restoration && found.VersionId !== restoration.version;
    return isOther ? effectMissing('Another version of the object was written since.') : observed();
  },
  async dryRun(context) {
    const step = await planRestoration(context);
    if ('refused' in step) return { steps: [], refused: step.refused };
    const isMarker = 'marker' in step;
    const { Key } = objectOf(context);
    const input = isMarker ? { ...objectOf(context), VersionId: step.marker } : objectOf(context);
    return {
      steps: [context.aws.describe('s3', isMarker ? 'DeleteObject' : 'PutObject', input)],
      difference: isMarker ? `- delete marker: ${Key}` : `+ object: ${Key} (${step.stored.Body.length} bytes)`,
      unasked: `${NO_DRY_RUN} Its permission was not checked.`,
    };
  },
};

type Step = { readonly refused: string } | { readonly marker: string } | { readonly stored: StoredObject };

/** A deletion with the id of a version destroys that version, so the id must be the one of a delete marker. */
async function planRestoration(context: ActionContext): Promise<Step> {
  const restoration = readRestoration(context);
  if ((await findObject(context)) !== undefined)
    return { refused: 'The object exists. A restoration replaces no object.' };
  if ('stored' in restoration) return restoration;
  const marker = await findDeleteMarker(context, restoration.version);
  if (marker !== undefined) return { marker };
  return { refused: 'The version does not exist, or more than one delete marker or a newer version is above it.' };
}

/** Actions on the objects of S3, by their names in the catalog. */
export const OBJECT_ACTIONS: Readonly<Record<string, AwsAction>> = {
  's3-delete-object': deleteObject,
  's3-restore-object': restoreObject,
};

/** Whether the bucket exists in the account. @throws ApiError */
export async function checkBucket(context: ActionContext): Promise<void> {
  await context.aws.read('s3', (sdk) => new sdk.HeadBucketCommand(bucketOf(context)));
}
