/** What the launcher knows of a transport: how to run it, and what a service needs to use it. */

/**
 * @typedef {import('../servers/processes.mjs').RunningProcess} RunningProcess
 *
 * @typedef {object} BrokerServer
 * @property {number} pid Of the process that runs now, or ran last.
 * @property {string} logFile
 * @property {() => RunningProcess} process
 * @property {() => Promise<void>} start After a stop, a kill or a crash: on the same ports, with the same data.
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill
 */

/**
 * @typedef {object} Broker
 * @property {TransportName} name
 * @property {string} title As people know the program.
 * @property {string} url Without anybody's password.
 * @property {BrokerServer | undefined} server Its own; nothing when the system's PostgreSQL is the broker.
 * @property {Record<string, number>} ports To be asked for again by the next start.
 * @property {(service: string) => Record<string, string>} environmentOf What a service needs to connect.
 */

/**
 * @typedef {object} StartBrokerOptions
 * @property {string} dataDir The system's.
 * @property {unknown} program What `find` gave.
 * @property {string} postgresUrl Of the system's PostgreSQL, as its superuser.
 * @property {Record<string, number>} ports Preferred ones.
 * @property {boolean} durable `false`: the disk is not waited for, where the server can be told so.
 * @property {(line: string) => void} log
 * @property {(name: string) => string} logFileOf
 * @property {import('../servers/process-record.mjs').ProcessRecord} record
 */

/** @typedef {'nats' | 'postgres' | 'redis' | 'rabbitmq'} TransportName */

/**
 * @typedef {object} BrokerKind
 * @property {(options: import('../servers/find-program.mjs').FindOptions) => Promise<unknown>} find The program to run.
 * @property {(options: StartBrokerOptions) => Promise<Broker>} start Started and provisioned.
 */

export {};
