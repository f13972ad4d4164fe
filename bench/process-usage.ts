import { readFileSync } from 'node:fs';

/** Of one process, as Linux counts it. */
export interface Usage {
  /** Resident memory in MiB. */
  rss: number;
  /** Processor time used since its start, in seconds. */
  cpu: number;
}

const TICKS_PER_SECOND = 100;

export function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  // The program's name, in brackets, may hold anything: the fields are counted from behind it.
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rss: kibibytes / 1_024,
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  };
}
