import { bullmq } from './bullmq.ts';
import { emmett } from './emmett.ts';
import { nestNats } from './nest-nats.ts';
import { ours } from './ours.ts';
import type { Peer } from './peer.ts';
import { pgBoss } from './pg-boss.ts';

export const OURS: readonly Peer[] = [ours('nats'), ours('postgres')];
export const PEERS: readonly Peer[] = [...OURS, bullmq, pgBoss, emmett, nestNats];
