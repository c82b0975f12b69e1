import type { JsonObject } from '@agent-safe/core';
import { ParameterRefused, readText } from '@agent-safe/runner/executor-kit';
import type { GetObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';

/** Bytes of the largest object that is stored for a rollback. */
export const LARGEST_STORED = 262_144;

/** Headers that are stored with an object. */
const HEADERS = [
  ...['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'ContentType'],
  ...['StorageClass', 'WebsiteRedirectLocation'],
] as const;

/** A stored object as `PutObject` takes it. */
export type StoredObject = Pick<PutObjectCommandInput, 'Metadata' | (typeof HEADERS)[number]> & {
  readonly Body: Uint8Array;
};

/** Writes an object and its headers as one text. The value is sensitive. */
export async function serializeObject(answer: GetObjectCommandOutput): Promise<string> {
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  const headers = HEADERS.map((each) => [each, answer[each]] as const).filter(([, value]) => value !== undefined);
  return JSON.stringify({
    ...Object.fromEntries(headers),
    ...(answer.Metadata && { Metadata: answer.Metadata }),
    Body: Buffer.from(bytes).toString('base64'),
  });
}

/** Reads the text of {@link serializeObject}. @throws ParameterRefused */
export function readStoredObject(params: JsonObject, parameter: string): StoredObject {
  const refused = new ParameterRefused(`The parameter "${parameter}" is not a stored object.`);
  let value: unknown;
  try {
    value = JSON.parse(readText(params, parameter));
  } catch {
    throw refused;
  }
  if (typeof value !== 'object' || value === null || !('Body' in value) || typeof value.Body !== 'string')
    throw refused;
  const { Body, Metadata, ...headers } = value as Record<string, unknown>;
  const isText = (each: unknown) => typeof each === 'string';
  const isKnown = Object.keys(headers).every((each) => (HEADERS as readonly string[]).includes(each));
  if (!isKnown || !Object.values(headers).every(isText)) throw refused;
  if (Metadata !== undefined) {
    if (typeof Metadata !== 'object' || Metadata === null || !Object.values(Metadata).every(isText)) throw refused;
  }
  const known = { ...headers, ...(Metadata !== undefined && { Metadata: Metadata as Record<string, string> }) };
  return { ...known, Body: Buffer.from(Body as string, 'base64') };
}
