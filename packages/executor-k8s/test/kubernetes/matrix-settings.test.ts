import { testActions } from './matrix/run-matrix.ts';
import { SETTINGS } from './matrix/settings.ts';

testActions(SETTINGS);
