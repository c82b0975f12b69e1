/** The connection ended after the request was sent: the API may have carried it out. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}
