import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { markersIn } from '../conversation/door/markers.ts';
import { cleanText } from '../conversation/door/text.ts';
import type { Identity } from './identity.ts';

/** Something about a reply: what blocks it, or what the person should see before it leaves. */
export interface ReplyFinding {
  readonly kind:
    | 'secret'
    | 'personal-data'
    | 'account-data'
    | 'confirms-customer'
    | 'accepts-order'
    | 'address-form'
    | 'length'
    | 'public'
    | 'placeholder'
    | 'window-closed';
  readonly level: 'block' | 'warn' | 'info';
  readonly text: { readonly de: string; readonly en: string };
  /** Where it stands, in UTF-16 units; null: all of it. */
  readonly at: { readonly from: number; readonly to: number } | null;
}

/** Where a reply would go. */
export interface ReplyContext {
  readonly identity: Identity;
  readonly public: boolean;
  readonly characters: number;
  readonly address: 'Sie' | 'du';
  readonly language: string;
  /** The channel takes no more replies. */
  readonly closed: boolean;
}

const text = z.string().trim().min(1);
const titles = z.strictObject({ de: text, en: text });
const file = z.strictObject({
  owner: text,
  version: z.int().min(1),
  reviewed: z.iso.date(),
  rules: z.array(
    z.strictObject({
      kind: z.enum(['account-data', 'confirms-customer', 'accepts-order', 'personal-data']),
      when: z.enum(['not-signed-in', 'public', 'always']),
      level: z.enum(['block', 'warn']),
      text: titles,
      patterns: z.array(text).min(1),
    }),
  ),
});

export type ReplyRules = readonly (Omit<z.infer<typeof file>['rules'][number], 'patterns'> & {
  readonly patterns: readonly RegExp[];
})[];

/**
 * Reads data/reply-check.json.
 * @throws Error where the file or one of its patterns is not usable
 */
export async function loadReplyRules(dataDir: string): Promise<ReplyRules> {
  const { rules } = file.parse(JSON.parse(await readFile(join(dataDir, 'reply-check.json'), 'utf8')));
  return rules.map((rule) => ({ ...rule, patterns: rule.patterns.map((pattern) => new RegExp(pattern, 'iu')) }));
}

const fixed = {
  secret: {
    de: 'Karten- und Kontonummern, PIN, TAN und Passwörter gehen nicht in einen Chat. Sie werden vor dem Senden entfernt.',
    en: 'Card and account numbers, PINs, TANs and passwords do not go into a chat. They are taken out before sending.',
  },
  length: {
    de: 'Die Nachricht ist länger, als der Kanal sie annimmt.',
    en: 'The message is longer than the channel takes.',
  },
  public: { de: 'Öffentlich: Diese Antwort kann jeder lesen.', en: 'Public: everybody can read this reply.' },
  placeholder: { de: 'Hier fehlt noch ein Wort.', en: 'A word is still missing here.' },
  'window-closed': {
    de: 'Der Kanal nimmt nach sieben Tagen ohne Nachricht keine Antwort mehr an.',
    en: 'After seven days without a message the channel takes no more replies.',
  },
  Sie: { de: 'Die Bank siezt. Hier steht ein Du.', en: 'The bank says Sie. This says du.' },
  du: { de: 'Die Bank duzt. Hier steht ein Sie.', en: 'The bank says du. This says Sie.' },
} as const;

const informal = /(?<!\p{L})(?:du|dir|dich|dein(?:e[mnrs]?)?)(?!\p{L})/iu;
/** Only inside a sentence is the capital a sign of the formal address. */
const formal = /(?<=[\p{Ll},] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)(?!\p{L})/u;
const placeholder = /\{=[\w.]+\}/u;

const spanOf = (match: RegExpExecArray | null): ReplyFinding['at'] =>
  match === null ? null : { from: match.index, to: match.index + match[0].length };

/** Looks at a reply before it leaves. Pure; `text` as it was typed. */
export function checkReply(words: string, context: ReplyContext, rules: ReplyRules): readonly ReplyFinding[] {
  const findings: ReplyFinding[] = [];
  const add = (
    kind: ReplyFinding['kind'],
    level: ReplyFinding['level'],
    at: ReplyFinding['at'],
    said: ReplyFinding['text'],
  ) => void findings.push({ kind, level, text: said, at });
  for (const rule of rules) {
    const applies = rule.when === 'always' || (rule.when === 'public' ? context.public : context.identity !== 'bank');
    const match = applies ? firstOf(rule.patterns, words) : null;
    if (match !== null) add(rule.kind, rule.level, spanOf(match), rule.text);
  }
  if (markersIn(cleanText(words).text).length > markersIn(words).length)
    add('secret', context.public ? 'block' : 'warn', null, fixed.secret);
  const open = placeholder.exec(words);
  if (open !== null) add('placeholder', 'block', spanOf(open), fixed.placeholder);
  if (words.length > context.characters)
    add('length', 'block', { from: context.characters, to: words.length }, fixed.length);
  if (context.closed) add('window-closed', 'block', null, fixed['window-closed']);
  const other = context.language === 'en' ? null : (context.address === 'Sie' ? informal : formal).exec(words);
  if (other !== null) add('address-form', 'warn', spanOf(other), fixed[context.address]);
  if (context.public) add('public', 'info', null, fixed.public);
  return findings;
}

function firstOf(patterns: readonly RegExp[], words: string): RegExpExecArray | null {
  for (const pattern of patterns) {
    const match = pattern.exec(words);
    if (match !== null) return match;
  }
  return null;
}

export const isBlocked = (findings: readonly ReplyFinding[]): boolean =>
  findings.some(({ level }) => level === 'block');
