import { z } from 'zod';
import { logLevels } from './platform/log.ts';

/** A setting that the service cannot start with; the message names the variable and what it wants. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nThey come from the environment or from the file .env; .env.example explains each.`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const text = z.string().trim().min(1);
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
const origin = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);
const whole = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= low && value <= high);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const list = text.transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** `id=value` pairs, separated by commas. */
const pairs = (form: RegExp) =>
  list
    .transform((items) => items.map((item) => item.match(form)?.slice(1, 3) ?? []))
    .pipe(z.array(z.tuple([z.string(), z.string()])));

/** Every setting: its form and the words that an error says about it. */
const settings = {
  PORT: [whole(0, 65_535).default(3978), 'a port number from 0 (any free one) to 65535'],
  HOST: [text.default('127.0.0.1'), 'an address to listen on, such as 127.0.0.1 or 0.0.0.0'],
  PUBLIC_URL: [url.optional(), 'the address under which browsers reach the service, such as https://chat.bank.example'],
  DATA_DIR: [text.default('data/runtime'), 'a folder for conversations and secrets'],
  DATABASE_URL: [
    z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    'the address of a PostgreSQL database, such as postgres://schalter:password@db.bank.example:5432/schalter',
  ],
  DATABASE_CONNECTIONS: [whole(2, 500).default(10), 'the most connections of one process, 2 to 500'],
  // It is sent as a bearer token, which has no spaces.
  DIRECT_LINE_SECRET: [
    z
      .string()
      .regex(/^\S{16,}$/)
      .optional(),
    'at least 16 characters without spaces',
  ],
  DIRECT_LINE_TOKEN_SECONDS: [
    whole(60, 86_400).default(3600),
    'seconds from 60 to 86400; DirectLineJS renews every 15 minutes, so 1800 or more',
  ],
  DIRECT_LINE_ALLOWED_ORIGINS: [
    list.pipe(z.array(origin)).default([]),
    'origins such as https://www.bank.example, separated by commas',
  ],
  DIRECT_LINE_TOKENS_PER_ADDRESS: [whole(1, 1_000_000).default(120), 'a number of requests a minute, from 1'],
  DIRECT_LINE_MESSAGES_PER_ADDRESS: [whole(1, 1_000_000).default(1200), 'a number of messages a minute, from 1'],
  DIRECT_LINE_MESSAGES_PER_CONVERSATION: [whole(1, 1_000_000).default(120), 'a number of messages a minute, from 1'],
  STAFF_ADMIN_PASSWORD: [z.string().min(12).optional(), 'at least 12 characters'],
  STAFF_IDLE_MINUTES: [whole(5, 1440).default(60), 'minutes from 5 to 1440'],
  ALERT_SMTP_URL: [
    z.url({ protocol: /^smtps?$/ }).optional(),
    'the mail server, such as smtp://user:password@mail.bank.example:587',
  ],
  ALERT_EMAIL_FROM: [text.optional(), 'the sender of alerts, such as schalter@bank.example'],
  ALERT_EMAIL_TO: [list.pipe(z.array(z.email())).default([]), 'e-mail addresses, separated by commas'],
  ALERT_WEBHOOK_URL: [url.optional(), 'an http or https address'],
  ALERT_WEBHOOK_SECRET: [z.string().min(16).optional(), 'at least 16 characters'],
  MicrosoftAppType: [
    z.enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI']).default('MultiTenant'),
    'MultiTenant, SingleTenant or UserAssignedMSI',
  ],
  MicrosoftAppId: [text.optional(), 'the app id of the Azure bot'],
  MicrosoftAppPassword: [text.optional(), 'the password of the app id'],
  MicrosoftAppTenantId: [text.optional(), 'the tenant of a single-tenant app'],
  CONNECTOR_ALLOW_UNAUTHENTICATED: [flag.default(false), 'true or false'],
  FACEBOOK_APP_ID: [z.string().regex(/^\d+$/).optional(), 'the number of the app at Meta'],
  FACEBOOK_APP_SECRET: [
    z
      .string()
      .regex(/^\S{16,}$/)
      .optional(),
    'the secret of the app at Meta',
  ],
  FACEBOOK_VERIFY_TOKEN: [
    z
      .string()
      .regex(/^\S{8,}$/)
      .optional(),
    'a word of your own, at least 8 characters without spaces',
  ],
  FACEBOOK_PAGES: [
    pairs(/^(\d+)=(\S+)$/).default([]),
    'pages as pageId=token, separated by commas; facebook:setup says where a token comes from',
  ],
  FACEBOOK_INSTAGRAM: [
    pairs(/^(\d+)=(\d+)$/).default([]),
    'Instagram accounts as accountId=pageId, separated by commas',
  ],
  FACEBOOK_GRAPH_URL: [url.default('https://graph.facebook.com'), 'the address of the Graph API'],
  FACEBOOK_GRAPH_VERSION: [
    z
      .string()
      .regex(/^v\d+\.\d+$/)
      .default('v26.0'),
    'a version of the Graph API, such as v26.0',
  ],
  FACEBOOK_ECHO_SECONDS: [whole(1, 300).default(20), 'seconds from 1 to 300'],
  FORM_OF_ADDRESS: [z.enum(['Sie', 'du']).default('Sie'), 'Sie or du'],
  TRUSTED_PROXIES: [whole(0, 10).default(0), 'the number of reverse proxies in front of the service, 0 to 10'],
  RATE_LIMITS: [z.enum(['on', 'off']).default('on'), 'on, or off for load tests'],
  LOG_LEVEL: [z.enum(logLevels).default('info'), `one of ${logLevels.join(', ')}`],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

type Settings = { readonly [K in keyof typeof settings]: z.infer<(typeof settings)[K][0]> };

/** The names of all settings, for the check that .env.example lists them. */
export const settingNames = Object.keys(settings) as readonly (keyof Settings)[];

export type Config = Settings & { readonly publicUrl: string };

/** Facebook needs four settings: with one of them missing it would be open, or closed without anybody knowing. */
function facebookProblems(config: Settings): readonly string[] {
  const { FACEBOOK_APP_ID, FACEBOOK_APP_SECRET, FACEBOOK_VERIFY_TOKEN, FACEBOOK_PAGES, FACEBOOK_INSTAGRAM } = config;
  const set = [FACEBOOK_APP_ID, FACEBOOK_APP_SECRET, FACEBOOK_VERIFY_TOKEN, FACEBOOK_PAGES[0]].map(
    (value) => value !== undefined,
  );
  const known = new Set(FACEBOOK_PAGES.map(([page]) => page));
  return [
    ...(new Set(set).size === 1
      ? []
      : [
          'FACEBOOK_APP_ID, FACEBOOK_APP_SECRET, FACEBOOK_VERIFY_TOKEN and FACEBOOK_PAGES go together: set all or none.',
        ]),
    ...(FACEBOOK_INSTAGRAM.every(([, page]) => known.has(page))
      ? []
      : ['FACEBOOK_INSTAGRAM names a page that FACEBOOK_PAGES does not have.']),
  ];
}

/**
 * Reads the settings from an environment. Empty values count as unset.
 * @throws ConfigError with one line for each unusable setting; values are never repeated, since some are secrets
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const read = Object.entries(settings).map(([name, [form, wants]]) => {
    const value = env[name];
    const result = form.safeParse(value === '' ? undefined : value);
    if (!result.success) problems.push(`${name} wants ${wants}.`);
    return [name, result.data];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const config = Object.fromEntries(read) as Settings;
  const together = facebookProblems(config);
  if (together.length > 0) throw new ConfigError(together);
  return Object.freeze({ ...config, publicUrl: config.PUBLIC_URL ?? `http://localhost:${config.PORT}` });
}
