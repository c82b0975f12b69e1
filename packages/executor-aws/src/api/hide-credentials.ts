import { Redactor } from '@agent-safe/runner/executor-kit';
import type { AwsCredentials } from './aws-credentials.ts';

type Handler = (args: unknown) => Promise<unknown>;

/** The part that the clients of all services have in common. */
export interface CredentialUser {
  readonly config: { readonly credentials: () => Promise<AwsCredentials> };
  readonly middlewareStack: {
    add(middleware: (next: Handler) => Handler, options: { readonly step: 'initialize'; readonly name: string }): void;
  };
}

/** Redacts the credentials of a client in its errors: AWS quotes the session token of a request whose signature is wrong. */
export function hideCredentials({ config, middlewareStack }: CredentialUser): void {
  const middleware = (next: Handler): Handler => {
    return async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error) error.message = await redact(error.message, config);
        throw error;
      }
    };
  };
  middlewareStack.add(middleware, { step: 'initialize', name: 'agentSafeHideCredentials' });
}

async function redact(text: string, config: CredentialUser['config']): Promise<string> {
  // Without credentials, nothing was sent that could be quoted.
  const credentials = await config.credentials().catch(() => undefined);
  if (credentials === undefined) return text;
  const redactor = new Redactor();
  for (const secret of [credentials.secretAccessKey, credentials.sessionToken]) {
    if (secret !== undefined) redactor.add([secret, encodeURIComponent(secret)]);
  }
  return redactor.redactText(text);
}
