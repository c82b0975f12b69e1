import { RequestNotSent } from '../api/transport.ts';

const MISSING = 'The Kubernetes client is not installed. Run: npm install @kubernetes/client-node ws';

/**
 * Loads the Kubernetes client on first use. The package is large and optional, and bundlers skip an import inside `try`.
 *
 * @throws RequestNotSent if `@kubernetes/client-node` is not installed
 */
export async function loadClient(): Promise<typeof import('@kubernetes/client-node')> {
  try {
    return await import('@kubernetes/client-node');
  } catch {
    throw new RequestNotSent(MISSING);
  }
}

/** Loads the web sockets that the client uses. @throws RequestNotSent if `ws` is not installed */
export async function loadWebSocket(): Promise<typeof import('ws')> {
  try {
    return await import('ws');
  } catch {
    throw new RequestNotSent(MISSING);
  }
}
