import { findRabbitServer } from '../../infra/dev/servers/find-rabbitmq.mjs';
import { describeWith } from '../support/brokers/available.js';
import { describeTransport } from './suite.js';

describeTransport('rabbitmq', await describeWith('rabbitmq-server', findRabbitServer));
