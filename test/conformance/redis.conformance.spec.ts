import { findRedisServer } from '../../infra/dev/servers/find-redis.mjs';
import { describeWith } from '../support/brokers/available.js';
import { describeTransport } from './suite.js';

describeTransport('redis', await describeWith('redis-server', findRedisServer));
