import { RequestNotSent } from './api-error.ts';

/** The package of each service, by the name that actions use. */
export interface Services {
  readonly ec2: typeof import('@aws-sdk/client-ec2');
  readonly ecs: typeof import('@aws-sdk/client-ecs');
  readonly iam: typeof import('@aws-sdk/client-iam');
  readonly lambda: typeof import('@aws-sdk/client-lambda');
  readonly s3: typeof import('@aws-sdk/client-s3');
  readonly sts: typeof import('@aws-sdk/client-sts');
}

export type Service = keyof Services;

/** The clients of all services have the same methods. */
export interface Clients {
  readonly ec2: InstanceType<Services['ec2']['EC2Client']>;
  readonly ecs: InstanceType<Services['ecs']['ECSClient']>;
  readonly iam: InstanceType<Services['iam']['IAMClient']>;
  readonly lambda: InstanceType<Services['lambda']['LambdaClient']>;
  readonly s3: InstanceType<Services['s3']['S3Client']>;
  readonly sts: InstanceType<Services['sts']['STSClient']>;
}

/** Bundlers find literal imports, and skip a missing package if its error is caught. Each package is large and optional. */
const LOADERS: { readonly [Name in Service]: () => Promise<Services[Name]> } = {
  ec2: () => import('@aws-sdk/client-ec2').catch((error: unknown) => refuse('ec2', error)),
  ecs: () => import('@aws-sdk/client-ecs').catch((error: unknown) => refuse('ecs', error)),
  iam: () => import('@aws-sdk/client-iam').catch((error: unknown) => refuse('iam', error)),
  lambda: () => import('@aws-sdk/client-lambda').catch((error: unknown) => refuse('lambda', error)),
  s3: () => import('@aws-sdk/client-s3').catch((error: unknown) => refuse('s3', error)),
  sts: () => import('@aws-sdk/client-sts').catch((error: unknown) => refuse('sts', error)),
};

/**
 * Loads the package of a service on first use.
 *
 * @throws RequestNotSent if the package is not installed
 */
export function loadService<Name extends Service>(name: Name): Promise<Services[Name]> {
  return LOADERS[name]();
}

function refuse(name: Service, error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const packages = [...new Set(['sts', name])].map((each) => `@aws-sdk/client-${each}`);
  const why = code === 'ERR_MODULE_NOT_FOUND' ? 'is not installed.' : `cannot be loaded: ${message}.`;
  throw new RequestNotSent(`The AWS client for ${name} ${why} Run: npm install ${packages.join(' ')}`);
}
