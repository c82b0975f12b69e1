const BY_SERVICE: Readonly<Record<string, readonly string[]>> = {
  autoscaling: ['DescribeAutoScalingGroups', 'DescribeAutoScalingInstances'],
  ec2: [
    ...['DescribeAddresses', 'DescribeAvailabilityZones', 'DescribeImages', 'DescribeInstanceStatus'],
    ...['DescribeInstanceTypes', 'DescribeInstances', 'DescribeNetworkInterfaces', 'DescribeRegions'],
    ...['DescribeRouteTables', 'DescribeSecurityGroups', 'DescribeSnapshots', 'DescribeSubnets', 'DescribeTags'],
    ...['DescribeVolumes', 'DescribeVpcs'],
  ],
  ecs: ['ListClusters'],
  elasticloadbalancing: ['DescribeLoadBalancers', 'DescribeTargetGroups', 'DescribeTargetHealth'],
  lambda: ['ListFunctions'],
  s3: ['ListAllMyBuckets'],
};

/** Actions that only read, and that IAM cannot limit to resources. Every other action needs a resource. */
export const UNLIMITED_ACTIONS: ReadonlySet<string> = new Set(
  Object.entries(BY_SERVICE).flatMap(([service, names]) => names.map((name) => `${service}:${name}`)),
);
