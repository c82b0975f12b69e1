import { testActions } from './matrix/run-matrix.ts';
import { WORKLOADS } from './matrix/workloads.ts';

testActions(WORKLOADS);
