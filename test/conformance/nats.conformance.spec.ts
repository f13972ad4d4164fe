import { describeTransport } from './suite.js';

describeTransport('nats');
