import { RequestNotSent } from './transport.ts';

/** The configuration of a cluster cannot be used. No request was sent. */
export class KubeconfigInvalid extends RequestNotSent {
  override readonly name = 'KubeconfigInvalid';
}
