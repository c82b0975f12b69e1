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

/** Literal imports, so that bundlers find them. Each package is large and optional. */
const LOADERS: { readonly [Name in Service]: () => Promise<Services[Name]> } = {
  ec2: () => import('@aws-sdk/client-ec2'),
  ecs: () => import('@aws-sdk/client-ecs'),
  iam: () => import('@aws-sdk/client-iam'),
  lambda: () => import('@aws-sdk/client-lambda'),
  s3: () => import('@aws-sdk/client-s3'),
  sts: () => import('@aws-sdk/client-sts'),
};

/**
 * Loads the package of a service on first use.
 *
 * @throws RequestNotSent if the package is not installed
 */
export async function loadService<Name extends Service>(
  name: Name,
  loaders: { readonly [Each in Service]: () => Promise<Services[Each]> } = LOADERS,
): Promise<Services[Name]> {
  try {
    return await loaders[name]();
  } catch (error) {
    const packages = [...new Set(['sts', name])].map((each) => `@aws-sdk/client-${each}`);
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new RequestNotSent(`The AWS client for ${name} is not installed. Run: npm install ${packages.join(' ')}`);
  }
}
