import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface CosigningServer {
  readonly url: string;
  /** Verifier key. */
  readonly key: string;
  /** Number of events that it has seen. */
  readonly known: { size: number };
}

/** Starts a witness for tests that cosigns each checkpoint of the size it expects. It verifies neither signatures nor proofs. */
export async function startCosigningServer(name: string): Promise<CosigningServer> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.concat([Uint8Array.of(4), Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  const id = createHash('sha256').update(`${name}\n`).update(raw).digest().subarray(0, 4);
  const known = { size: 0 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const [, old, origin, size, root] = /^old (\d+)\n(?:.+\n)*\n(.+)\n(\d+)\n(.+)\n/.exec(body) ?? [];
      if (Number(old) !== known.size) return void response.writeHead(409).end(`${known.size}\n`);
      known.size = Number(size);
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1_000)));
      const text = `cosignature/v1\ntime ${time.readBigUInt64BE()}\n${origin}\n${size}\n${root}\n`;
      const signature = Buffer.concat([id, time, sign(null, Buffer.from(text), privateKey)]);
      response.end(`— ${name} ${signature.toString('base64')}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, key: `${name}+${id.toString('hex')}+${raw.toString('base64')}`, known };
}
