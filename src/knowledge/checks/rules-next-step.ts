import { factsOf } from '../template.ts';
import type { Finding } from './finding.ts';
import { findingOf } from './rule.ts';
import type { CheckedText } from './texts.ts';
import type { Tone } from './tone-file.ts';

const waysOn = ['link.', 'phone.', 'email.'];

/** A check that each text says or offers what comes next. The du text follows its Sie text, so that one is read. */
export function nextStep(tone: Tone): (text: CheckedText) => readonly Finding[] {
  const asked = {
    de: tone.nextStep.de.map((pattern) => new RegExp(pattern, 'u')),
    en: tone.nextStep.en.map((pattern) => new RegExp(pattern, 'u')),
  };
  return (text) => {
    const id = text.intent ?? text.id.replace(/#\d+$/, '');
    if (text.use !== undefined && tone.nextStep.exemptUses.includes(text.use)) return [];
    if (text.voice === 'de-du' || tone.nextStep.exempt.includes(id) || text.buttons.length > 0) return [];
    const named = factsOf(text.template).some((fact) => waysOn.some((way) => fact.startsWith(way)));
    if (named || text.template.includes('?') || asked[text.language].some((way) => way.test(text.template))) return [];
    return [
      findingOf(text, 'next-step', 'names no next step: add what the customer can do now, a question or a button'),
    ];
  };
}
