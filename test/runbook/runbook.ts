/** The commands of a runbook, read from its Markdown: what an operator would copy is what is run. */

/** One fenced command, with what stands under it. */
export interface Step {
  /** Line of the Markdown at which it begins, from 1. */
  line: number;
  /** For bash, as it stands there. */
  script: string;
  /** The exit code that its fence states; 0 unless given. */
  exit: number;
  /** What it must print; nothing is stated where there is no such block. */
  expected: string | undefined;
}

export interface Section {
  /** The nearest heading above its commands. */
  heading: string;
  steps: Step[];
}

export class RunbookError extends Error {
  override readonly name = 'RunbookError';
}

const FENCE = /^```(?<info>.*)$/u;
const HEADING = /^#{1,6} (?<text>.+)$/u;
const COMMAND = /^bash(?: exit=(?<exit>\d+))?$/u;

/**
 * The sections that have commands, in their order. A `text` block is the output of the command above it.
 *
 * @throws RunbookError where a block is neither: nothing would run it.
 */
export function readRunbook(markdown: string): Section[] {
  const sections: Section[] = [];
  let heading = '';
  for (const { info, body, line, text } of blocksOf(markdown)) {
    if (text !== undefined) {
      heading = text;
      continue;
    }
    const command = COMMAND.exec(info);
    const section = sections.find((candidate) => candidate.heading === heading);
    if (command !== null) {
      const step = { line, script: body, exit: Number(command.groups?.['exit'] ?? 0), expected: undefined };
      if (section === undefined) sections.push({ heading, steps: [step] });
      else section.steps.push(step);
    } else if (info === 'text') {
      const step = section?.steps.at(-1);
      if (step === undefined || step.expected !== undefined)
        throw new RunbookError(`Line ${String(line)}: output without a command above it`);
      step.expected = body;
    } else {
      throw new RunbookError(`Line ${String(line)}: a block "${info}" is neither bash nor its text`);
    }
  }
  return sections;
}

interface Block {
  line: number;
  /** Of a fence. */
  info: string;
  body: string;
  /** Of a heading. */
  text?: string;
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: (Block & { lines: string[] }) | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = FENCE.exec(line)?.groups?.['info'];
    const text = HEADING.exec(line)?.groups?.['text'];
    if (fence !== undefined && open === undefined) {
      open = { line: index + 1, info: fence, body: '', lines: [] };
    } else if (fence !== undefined && open !== undefined) {
      blocks.push({ line: open.line, info: open.info, body: open.lines.join('\n') });
      open = undefined;
    } else if (open !== undefined) {
      open.lines.push(line);
    } else if (text !== undefined) {
      blocks.push({ line: index + 1, info: '', body: '', text });
    }
  }
  if (open !== undefined) throw new RunbookError(`Line ${String(open.line)}: the block has no end`);
  return blocks;
}
