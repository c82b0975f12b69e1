import { generateKeyPairSync } from 'node:crypto';
import { signCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { MerkleTree } from '../../src/format/merkle.ts';
import { type NoteSigner, noteSigner } from '../../src/format/note.ts';

const ORIGIN = 'log.example/agent-safe';

export function makeSigner(name = ORIGIN): NoteSigner {
  return noteSigner(name, generateKeyPairSync('ed25519').privateKey);
}

/** The checkpoint of the first `size` lines: what somebody elsewhere would have kept. */
export function checkpointOf(lines: readonly string[], size: number, signer: NoteSigner): string {
  const tree = new MerkleTree();
  for (const line of lines.slice(0, size)) {
    tree.append(Buffer.from((JSON.parse(line) as { entry_hash: string }).entry_hash, 'hex'));
  }
  return signCheckpoint(size, tree.root(), signer);
}
