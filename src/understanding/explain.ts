import { hashPair } from './text/hash.ts';
import { lookUp } from './text/table.ts';
import { tokenText } from './text/tokens.ts';
import { eachGram } from './features/grams.ts';
import { PAIR_WINDOW, stemFeature } from './features/space.ts';
import { stem } from './features/stem.ts';
import { conceptFeature, conceptOf } from './features/vocabulary.ts';
import type { Model } from './model.ts';
import type { Reader } from './read.ts';
import type { Explanation, Language, Understanding } from './types.ts';

/** Explains a text as it was understood. */
export type Explainer = (text: string, understanding: Understanding) => Omit<Explanation, 'understanding'>;

const INTENTS = 3;
const SIGNS = 8;

/** Makes an explainer; it shares the reader's memory. */
export function createExplainer(model: Model, reader: Reader): Explainer {
  const { space, intents } = model;
  const conceptNames = new Map(model.concepts.map((name) => [lookUp(space.features, conceptFeature(name)), name]));

  return (text, understanding) => {
    const language = understanding.detected ?? understanding.language;
    reader.read(text, language);
    const { features, scorer } = reader;
    const values = new Map<number, number>();
    for (let i = 0; i < features.count; i++) values.set(features.ids[i] ?? 0, features.values[i] ?? 0);
    const signs = signsOf(language);
    const unknownWords = unknownWordsOf(language);
    const evidence = understanding.alternatives.slice(0, INTENTS).flatMap(({ intent }) => {
      const column = intents.indexOf(intent);
      const list = [...signs].map(([sign, ids]) => {
        let weight = 0;
        for (const [id, share] of ids) weight += (values.get(id) ?? 0) * share * scorer.weight(id, column);
        return { intent, sign, weight: Math.round(weight * 1000) / 1000 };
      });
      return list
        .filter(({ weight }) => weight !== 0)
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
        .slice(0, SIGNS);
    });
    return { evidence, unknownWords };
  };

  function unknownWordsOf(language: Language): string[] {
    const { tokens } = reader.features;
    const words: string[] = [];
    for (let i = 0; i < tokens.count; i++) {
      const hash = tokens.hashes[i] ?? 0;
      const word = tokenText(tokens, i);
      const { de, en } = space.vocabularies;
      if (lookUp(de.words, hash) >= 0 || lookUp(en.words, hash) >= 0 || !/^\p{L}/u.test(word)) continue;
      if (conceptOf(space.vocabularies[language], word, language) < 0) words.push(word);
    }
    return words;
  }

  /** Each sign of the text that was read last, with the features it brought and its share in each. */
  function signsOf(language: Language): Map<string, Map<number, number>> {
    const { tokens } = reader.features;
    const signs = new Map<string, Map<number, number>>();
    const add = (sign: string, id: number): void => {
      if (id < 0) return;
      const ids = signs.get(sign) ?? new Map<number, number>();
      ids.set(id, (ids.get(id) ?? 0) + 1);
      signs.set(sign, ids);
    };
    const units: { readonly unit: number; readonly sign: string }[] = [];
    for (let i = 0; i < tokens.count; i++) {
      const word = tokenText(tokens, i);
      const root = stemFeature(stem(word, language));
      const vocabulary = space.vocabularies[language];
      const known = lookUp(vocabulary.words, tokens.hashes[i] ?? 0);
      const ids =
        known >= 0
          ? vocabulary.ids.subarray(vocabulary.idStarts[known], vocabulary.idStarts[known + 1])
          : [conceptOf(vocabulary, word, language), lookUp(space.features, root)];
      for (const id of ids) {
        const concept = conceptNames.get(id);
        add(concept === undefined || id < 0 ? word : `${word} → ${concept}`, id);
      }
      eachGram(tokens.codes, tokens.starts[i] ?? 0, tokens.starts[i + 1] ?? 0, (gram) =>
        add(word, lookUp(space.features, gram)),
      );
      units.push({ unit: known >= 0 ? (vocabulary.units[known] ?? root) : root, sign: word });
    }
    units.forEach((first, i) => {
      for (const second of units.slice(i + 1, i + 1 + PAIR_WINDOW))
        add(`${first.sign} + ${second.sign}`, lookUp(space.features, hashPair(first.unit, second.unit)));
    });
    return shared(signs);
  }
}

/** Divides a feature that several signs brought among them. */
function shared(signs: Map<string, Map<number, number>>): Map<string, Map<number, number>> {
  const totals = new Map<number, number>();
  for (const ids of signs.values()) for (const [id, count] of ids) totals.set(id, (totals.get(id) ?? 0) + count);
  for (const ids of signs.values()) for (const [id, count] of ids) ids.set(id, count / (totals.get(id) ?? 1));
  return signs;
}
