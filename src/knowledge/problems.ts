/** Something wrong in a data file: where it is and what to do about it. */
export interface Problem {
  /** The file's path within the data folder. */
  readonly file: string;
  /** The intent, phrase or dialog concerned, where there is one. */
  readonly subject?: string;
  /** The path of the field within the file, such as `answers[1].de.du`; empty for the whole file. */
  readonly field: string;
  /** What is wrong and how to mend it, in plain words. */
  readonly message: string;
}

/** One line a problem: file, intent and field, then what to do. */
function describeProblem(problem: Problem): string {
  const subject = problem.subject === undefined ? '' : ` (${problem.subject})`;
  const field = problem.field === '' ? '' : `, ${problem.field}`;
  return `${problem.file}${subject}${field}: ${problem.message}`;
}

/** The knowledge files cannot be used. `problems` holds all that is wrong, not only the first. */
export class KnowledgeError extends Error {
  readonly code = 'KnowledgeInvalid';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
    super(`${count} wrong in the knowledge files:\n${problems.map((each) => `- ${describeProblem(each)}`).join('\n')}`);
    this.name = 'KnowledgeError';
    this.problems = problems;
  }
}

/** A text that cannot be filled in: it names a fact that does not exist or cannot be said. */
export class FillError extends Error {
  readonly code = 'FactMissing';

  constructor(message: string) {
    super(message);
    this.name = 'FillError';
  }
}
