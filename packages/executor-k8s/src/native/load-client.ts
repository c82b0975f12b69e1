import { RequestNotSent } from '../api/transport.ts';

/**
 * Loads the Kubernetes client on first use. The package is large and optional, and bundlers skip an import inside `try`.
 *
 * @throws RequestNotSent if `@kubernetes/client-node` is not installed
 */
export async function loadClient(): Promise<typeof import('@kubernetes/client-node')> {
  try {
    return await import('@kubernetes/client-node');
  } catch {
    const fix = 'Run: npm install @kubernetes/client-node';
    throw new RequestNotSent(`The Kubernetes client is not installed. ${fix}`);
  }
}
