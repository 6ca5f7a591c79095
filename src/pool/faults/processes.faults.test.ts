import { matrixOf } from './testing/matrix.js';

matrixOf('processes');
