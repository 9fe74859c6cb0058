import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { getStarted } from '../events/messages.ts';
import type { JsonRecord } from '../events/json.ts';
import { writePayload } from '../events/payload.ts';

const languages = ['de', 'en'] as const;
type Language = (typeof languages)[number];
/** Meta's limits: greeting 160 characters, four ice breakers of 80, titles of the menu 30. */
const worded = (most: number) => ({ de: z.string().min(1).max(most), en: z.string().min(1).max(most) });
const greetingLength = 160;

const profileFile = z.strictObject({
  owner: z.string().min(1),
  version: z.number().int().positive(),
  reviewed: z.iso.date(),
  validUntil: z.iso.date(),
  greeting: z.strictObject(worded(1000)),
  iceBreakers: z
    .array(z.strictObject({ intent: z.string().min(1), ...worded(80) }))
    .min(1)
    .max(4),
  menu: z
    .array(
      z.union([
        z.strictObject({ intent: z.string().min(1), ...worded(30) }),
        z.strictObject({ link: z.string().min(1), ...worded(30) }),
      ]),
    )
    .min(1)
    .max(20),
});
export type Profile = z.infer<typeof profileFile>;

/** What the profile is filled in with. */
export interface ProfileWords {
  readonly fact: (path: string, language: Language) => string;
  readonly isIntent: (id: string) => boolean;
}

/** Meta shows `default` where it has no words of the person's language. */
const locales: Readonly<Record<Language, readonly string[]>> = { de: ['default', 'de_DE'], en: ['en_US', 'en_GB'] };

/**
 * Reads the profile's file.
 * @throws Error naming the place where it is not usable
 */
export async function loadProfile(path: string, { isIntent }: ProfileWords): Promise<Profile> {
  const result = profileFile.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`${path} is not usable at ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { iceBreakers, menu } = result.data;
  for (const item of [...iceBreakers, ...menu])
    if ('intent' in item && !isIntent(item.intent))
      throw new Error(`${path} names the intent ${item.intent}, which there is not.`);
  return result.data;
}

/**
 * The body of `POST /<page>/messenger_profile`: greeting, the button that opens the chat, ice breakers and menu.
 * Instagram knows no greeting and no such button.
 * @throws Error where the greeting is too long once the bank's facts stand in it
 */
export function profileBody(profile: Profile, { fact }: ProfileWords, platform: 'facebook' | 'instagram'): JsonRecord {
  const each = <T>(make: (language: Language, locale: string) => T): readonly T[] =>
    languages.flatMap((language) => locales[language].map((locale) => make(language, locale)));
  const greeting = (language: Language): string => {
    const text = profile.greeting[language].replace(/\{([\w.]+)\}/g, (_all, path: string) => fact(path, language));
    if (text.length > greetingLength)
      throw new Error(`The greeting (${language}) has ${text.length} characters; Meta takes ${greetingLength}.`);
    return text;
  };
  const payload = (intent: string, title: string): string => writePayload(title, { choose: intent });
  const iceBreakers = each((language, locale) => ({
    locale,
    call_to_actions: profile.iceBreakers.map((item) => ({
      question: item[language],
      payload: payload(item.intent, item[language]),
    })),
  }));
  const menu = each((language, locale) => ({
    locale,
    composer_input_disabled: false,
    call_to_actions: profile.menu.map((item) =>
      'intent' in item
        ? { type: 'postback', title: item[language], payload: payload(item.intent, item[language]) }
        : { type: 'web_url', title: item[language], url: fact(item.link, language) },
    ),
  }));
  return {
    ...(platform === 'facebook'
      ? {
          greeting: each((language, locale) => ({ locale, text: greeting(language) })),
          get_started: { payload: getStarted },
        }
      : { platform: 'instagram' }),
    ice_breakers: iceBreakers,
    persistent_menu: menu,
  };
}
