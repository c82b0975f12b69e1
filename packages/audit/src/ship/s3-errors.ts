import { DeliveryError } from './shipper.ts';

/** What the AWS SDK puts into its errors, as far as it is used here. */
interface Failure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * The status of an answer of S3 that is an error; undefined where there was no answer.
 *
 * The codes of S3 and of what is compatible with it differ where a request has no body to put one in; the status does not.
 */
export function readStatus(error: unknown): number | undefined {
  return (error as Failure).$metadata?.httpStatusCode;
}

/** An error that names the code and the bucket. Messages are left out: they hold what the other side chooses. */
export function toDeliveryError(error: unknown, bucket: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  return new DeliveryError(`the bucket ${bucket}: ${describe(error as Failure)}`);
}

function describe(error: Failure): string {
  if (error.message === 'Region is missing') return 'no region is configured';
  const codes = [error.code, error.name].filter((text) => typeof text === 'string');
  const code = codes.find((text) => /^[A-Za-z0-9_.]{1,64}$/.test(text)) ?? 'an unknown error';
  const status = error.$metadata?.httpStatusCode;
  return status === undefined ? code : `${code} (${status})`;
}
