import { RequestNotSent } from '../api/transport.ts';

/** A cluster cannot be reached by its configuration. No request was sent. */
export class AccessInvalid extends RequestNotSent {
  override readonly name = 'AccessInvalid';
}
