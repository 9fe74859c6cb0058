import type { Finding } from './finding.ts';
import { flesch, sentenceLength, sentencesOf, wiener, wordsOf } from './readability.ts';
import { findingOf } from './rule.ts';
import type { CheckedText } from './texts.ts';
import type { Tone } from './tone-file.ts';

/** Words per message, words per sentence, and how easily the message reads. */
export function checkLength(text: CheckedText, tone: Tone): readonly Finding[] {
  const { wordsPerMessage, wordsPerSentence, readableFrom } = tone.thresholds;
  const words = wordsOf(text.reading).length;
  const perSentence = sentenceLength(text.reading);
  const found: Finding[] = [];
  if (words > wordsPerMessage.max)
    found.push(findingOf(text, 'message-length', `has ${words} words: cut it to ${wordsPerMessage.max}`));
  if (perSentence > wordsPerSentence.max) {
    const advice = `has ${one(perSentence)} words a sentence: make two sentences of this one (at most ${wordsPerSentence.max})`;
    found.push(findingOf(text, 'sentence-length', advice, longest(text)));
  }
  if (words >= readableFrom.min) found.push(...checkReadability(text, tone));
  return found;
}

function checkReadability(text: CheckedText, { thresholds }: Tone): readonly Finding[] {
  const ease = flesch(text.reading, text.language);
  const least = text.language === 'de' ? thresholds.fleschGerman.min : thresholds.fleschEnglish.min;
  const found: Finding[] = [];
  const mend = 'use shorter words and sentences, verbs instead of nouns; hardest sentence';
  if (ease < least)
    found.push(
      findingOf(text, 'readability', `has a reading ease of ${one(ease)}, below ${least}: ${mend}`, hardest(text)),
    );
  if (text.language !== 'de') return found;
  const year = wiener(text.reading);
  if (year > thresholds.wienerGerman.max) {
    const advice = `needs school year ${one(year)}, above ${thresholds.wienerGerman.max}: ${mend}`;
    found.push(findingOf(text, 'readability', advice, hardest(text)));
  }
  return found;
}

/** Mean reading ease and school year over all texts: what a single message may miss, the whole may not. */
export function checkMeans(texts: readonly CheckedText[], tone: Tone): readonly Finding[] {
  const means = readabilityMeans(texts, tone);
  const { fleschGerman, fleschEnglish, wienerGerman } = tone.thresholds;
  const whole = (advice: string): Finding => ({
    severity: 'error',
    rule: 'readability',
    file: 'tone.json',
    subject: 'all texts',
    advice,
  });
  const found: Finding[] = [];
  if (means.fleschGerman < fleschGerman.mean)
    found.push(
      whole(`German reads at ${one(means.fleschGerman)}, below ${fleschGerman.mean}: simplify the hardest texts`),
    );
  if (means.wienerGerman > wienerGerman.mean)
    found.push(
      whole(`German needs year ${one(means.wienerGerman)}, above ${wienerGerman.mean}: simplify the hardest texts`),
    );
  if (means.fleschEnglish < fleschEnglish.mean)
    found.push(
      whole(`English reads at ${one(means.fleschEnglish)}, below ${fleschEnglish.mean}: simplify the hardest texts`),
    );
  return found;
}

/** The means over all texts that are long enough for the formulas. Nothing to measure counts as perfectly easy. */
export function readabilityMeans(texts: readonly CheckedText[], tone: Tone) {
  const long = texts.filter((text) => wordsOf(text.reading).length >= tone.thresholds.readableFrom.min);
  const of = (language: CheckedText['language']) => long.filter((text) => text.language === language);
  return {
    fleschGerman: mean(of('de').map((text) => flesch(text.reading, 'de'))) ?? 100,
    wienerGerman: mean(of('de').map((text) => wiener(text.reading))) ?? 4,
    fleschEnglish: mean(of('en').map((text) => flesch(text.reading, 'en'))) ?? 100,
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length;
}

function longest(text: CheckedText): string {
  return worst(text, (sentence) => wordsOf(sentence).length);
}

function hardest(text: CheckedText): string {
  return worst(text, (sentence) => -flesch(sentence, text.language));
}

/** The worst sentence as it is written; as it is read where the two do not divide alike. */
function worst(text: CheckedText, badness: (sentence: string) => number): string {
  const read = sentencesOf(text.reading);
  const written = sentencesOf(text.template);
  const values = read.map(badness);
  const index = values.indexOf(Math.max(...values));
  return (written.length === read.length ? written[index] : read[index]) ?? text.template;
}

function one(value: number): string {
  return value.toFixed(1);
}
