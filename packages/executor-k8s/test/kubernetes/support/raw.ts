import { Agent, request } from 'node:https';
import { describeCluster } from './api.ts';

let cluster: Promise<{ readonly server: string; readonly agent: Agent }> | undefined;

async function connect() {
  const described = (await describeCluster()) as {
    readonly server: string;
    readonly 'certificate-authority-data': string;
  };
  const ca = Buffer.from(described['certificate-authority-data'], 'base64');
  return { server: described.server, agent: new Agent({ keepAlive: true, ca }) };
}

export interface RawRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly contentType?: string;
}

/** Sends one request with a token. @returns the HTTP status of the answer */
export async function statusOf(
  token: string,
  { body, contentType = 'application/json', method, path }: RawRequest,
): Promise<number> {
  cluster ??= connect();
  const { agent, server } = await cluster;
  const headers = { authorization: `Bearer ${token}`, 'content-type': contentType };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, server), { method, agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
