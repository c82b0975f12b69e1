import { CLUSTER } from './matrix/cluster.ts';
import { testActions } from './matrix/run-matrix.ts';

testActions(CLUSTER);
