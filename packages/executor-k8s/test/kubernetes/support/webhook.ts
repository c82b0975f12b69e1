import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@agent-safe/core';
import { onTestFinished } from 'vitest';
import { makeCertificate } from '../../support/certificate.ts';
import { call } from './api.ts';

const PATH = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

/**
 * Registers an admission webhook for the changes of ConfigMaps in one namespace, until the end of the test.
 *
 * @param answer part of the AdmissionResponse; undefined for a webhook that nothing serves
 * @returns its name in messages of the API
 */
export async function registerWebhook(namespace: string, answer: JsonObject | undefined): Promise<string> {
  const certificate = makeCertificate('127.0.0.1');
  const server = createServer(certificate, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const review = JSON.parse(Buffer.concat(chunks).toString()) as { readonly request: { readonly uid: string } };
      const body = {
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        response: { uid: review.request.uid, ...answer },
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  if (answer === undefined) await close();
  const name = `${namespace}.example.com`;
  onTestFinished(async () => {
    await call('DELETE', `${PATH}/${name}`);
    server.closeAllConnections();
    server.close();
  });
  await call('POST', PATH, {
    metadata: { name },
    webhooks: [
      {
        name,
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['UPDATE'] }],
        // No other test is affected.
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        clientConfig: {
          url: `https://127.0.0.1:${port}/validate`,
          caBundle: Buffer.from(certificate.cert).toString('base64'),
        },
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        timeoutSeconds: 5,
      },
    ],
  });
  return name;
}
