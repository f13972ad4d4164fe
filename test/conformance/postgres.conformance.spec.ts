import { describeTransport } from './suite.js';

describeTransport('postgres');
