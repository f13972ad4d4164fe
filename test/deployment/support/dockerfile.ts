import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, type Instruction, type ModifiableInstruction } from 'dockerfile-ast';
import { ROOT } from '../../../infra/dev/paths.mjs';

/** One `FROM … AS name` with what follows it. */
export interface Stage {
  name: string;
  /** The stage or image that it stands on. */
  base: string;
  instructions: Step[];
}

export interface Step {
  keyword: string;
  /** What stands behind the keyword, on one line. */
  text: string;
  /** Its words without flags; of a JSON form, the strings. */
  words: string[];
  /** Such as `--from=build`, by name. */
  flags: Record<string, string>;
}

/** A Dockerfile's stages by name, in order; one without a name has the empty one. */
export function readDockerfile(path: string): Map<string, Stage> {
  const parsed = DockerfileParser.parse(readFileSync(join(ROOT, path), 'utf8'));
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const step of parsed.getInstructions().map(stepOf)) {
    if (step.keyword === 'FROM') {
      const [base = '', , name = ''] = step.words;
      stage = { base, name, instructions: [] };
      stages.set(name, stage);
    } else stage?.instructions.push(step);
  }
  return stages;
}

/** A stage's steps, behind those of the stages that it stands on. */
export function stepsOf(stages: ReadonlyMap<string, Stage>, name: string): Step[] {
  const stage = stages.get(name);
  return stage === undefined ? [] : [...stepsOf(stages, stage.base), ...stage.instructions];
}

/** The last of a keyword, which is the one that counts. */
export function lastOf(steps: readonly Step[], keyword: string): Step | undefined {
  return steps.findLast((step) => step.keyword === keyword);
}

function stepOf(instruction: Instruction): Step {
  const text = instruction.getArgumentsContent() ?? '';
  const flags = isModifiable(instruction) ? instruction.getFlags() : [];
  const json = /\[.*\]$/su.exec(text)?.[0];
  const words = instruction.getArguments().map((argument) => argument.getValue());
  return {
    keyword: instruction.getKeyword(),
    text,
    words: json === undefined ? words : (JSON.parse(json) as string[]),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
  };
}

function isModifiable(instruction: Instruction): instruction is ModifiableInstruction {
  return 'getFlags' in instruction;
}
