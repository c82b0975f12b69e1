import { PODS } from './matrix/pods.ts';
import { testActions } from './matrix/run-matrix.ts';

testActions(PODS);
