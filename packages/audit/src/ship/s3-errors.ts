import { DeliveryError } from './shipper.ts';

/** The members of AWS SDK errors that are used here. */
interface Failure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Returns the HTTP status of an error response of S3; undefined if there was no response.
 *
 * S3 and compatible services use different error codes for responses without a body, but the same status.
 */
export function readStatus(error: unknown): number | undefined {
  return (error as Failure).$metadata?.httpStatusCode;
}

/** Returns an error with the bucket and the error code. The message is omitted, because the server chooses its content. */
export function toDeliveryError(error: unknown, bucket: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { code, name } = error as Failure;
  const isFinal = readStatus(error) === 413 || [code, name].includes('EntityTooLarge');
  return new DeliveryError(`the bucket ${bucket}: ${describe(error as Failure)}`, { isFinal });
}

function describe(error: Failure): string {
  if (error.message === 'Region is missing') return 'no region is configured. Set "region" or AWS_REGION';
  const codes = [error.code, error.name].filter((text) => typeof text === 'string');
  const code = codes.find((text) => /^[A-Za-z0-9_.]{1,64}$/.test(text)) ?? 'an unknown error';
  const status = error.$metadata?.httpStatusCode;
  return status === undefined ? code : `${code} (${status})`;
}
