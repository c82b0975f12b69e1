import type { JsonObject } from '@agent-safe/core';
import { Kubectl } from '../../../src/kubectl/kubectl.ts';
import { KubectlTransport } from '../../../src/kubectl/kubectl-transport.ts';

/** Starts an endless program with credentials, and ignores its result. */
const [program = ''] = process.argv.slice(2);
const kubectl = new Kubectl({ program, environment: process.env });
const kubeconfig = { cluster: { server: 'https://127.0.0.1:1' } satisfies JsonObject, user: { token: 'a-token' } };
const options = { kubeconfig, lease: null, signal: new AbortController().signal, outputLimit: 1_000 };
const transport = new KubectlTransport(kubectl, { ...options, deadline: Date.now() + 60_000, clock: Date.now });
await transport.forwardPort({ namespace: 'dev', pod: 'app', localPort: 1, remotePort: 1 }, () => undefined);
