import type { Finding } from './finding.ts';
import type { CheckedText } from './texts.ts';

/** An error in a text, with the sentence that it is about. */
export function findingOf(text: CheckedText, rule: string, advice: string, sentence?: string): Finding {
  return {
    severity: 'error',
    rule,
    file: text.file,
    subject: `${text.id} ${text.voice}`,
    ...(sentence === undefined ? {} : { sentence }),
    advice,
  };
}
