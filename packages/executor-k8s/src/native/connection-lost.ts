/** The connection ended after the request was sent. The API may have executed the request. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}
