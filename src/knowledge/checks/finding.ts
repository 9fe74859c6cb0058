/** Something that the check found in a knowledge file. An error fails the check, a warning does not. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** The rule's name, such as `officialese`. */
  readonly rule: string;
  /** The file's path within the data folder. */
  readonly file: string;
  /** The answer's, phrase's or intent's id, with the voice where the text has several (`card.block.1 de-du`). */
  readonly subject: string;
  /** The sentence concerned, as it stands in the file. */
  readonly sentence?: string;
  /** What is wrong and how to mend it. */
  readonly advice: string;
}
