import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'dotenv';
import { ConfigError, readConfig, settingNames } from '../src/config.ts';

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** Each setting with values that it takes and values that it refuses. */
const table = [
  ['PORT', ['0', '65535'], ['-1', '65536', '80a', '3978.5', ' 80', '0x50', '१२']],
  ['HOST', ['0.0.0.0', '::1'], ['   ']],
  ['PUBLIC_URL', ['https://chat.bank.example/'], ['geheim.example', 'ftp://geheim.example', 'javascript:geheim']],
  ['DATA_DIR', ['/var/lib/schalter'], ['  ']],
  ['DATABASE_URL', ['postgres://bank@db/schalter', 'postgresql://db/schalter'], ['geheim', 'mysql://geheim@db/x']],
  ['DATABASE_CONNECTIONS', ['2', '500'], ['1', '501', 'viele']],
  ['DIRECT_LINE_SECRET', ['sixteen-letters!'], ['geheim', 'fifteen-letters', 'with spaces in between']],
  ['DIRECT_LINE_TOKEN_SECONDS', ['60', '86400'], ['59', '86401', 'eine Stunde', '1e3']],
  [
    'DIRECT_LINE_ALLOWED_ORIGINS',
    ['https://www.bank.example', 'https://a.example, http://localhost:8080'],
    ['geheim.example', 'https://a.example,geheim', '*', 'file:///geheim'],
  ],
  ['DIRECT_LINE_TOKENS_PER_ADDRESS', ['1', '5000'], ['0', 'viele', '-1']],
  ['DIRECT_LINE_MESSAGES_PER_ADDRESS', ['1', '5000'], ['0', 'viele', '-1']],
  ['DIRECT_LINE_MESSAGES_PER_CONVERSATION', ['1', '5000'], ['0', 'viele', '-1']],
  ['STAFF_ADMIN_PASSWORD', ['twelve-chars'], ['geheim', 'elevenchars']],
  ['STAFF_IDLE_MINUTES', ['5', '1440'], ['4', '1441', 'geheim']],
  ['ALERT_SMTP_URL', ['smtp://a:b@mail.example:587', 'smtps://mail.example'], ['geheim', 'https://geheim.example']],
  ['ALERT_EMAIL_FROM', ['a@b.example'], ['  ']],
  ['ALERT_EMAIL_TO', ['a@b.example, c@d.example'], ['geheim', 'a@b.example,geheim']],
  ['ALERT_WEBHOOK_URL', ['https://hooks.example/x'], ['geheim', 'ftp://geheim.example']],
  ['ALERT_WEBHOOK_SECRET', ['sixteen-letters-'], ['fifteen-letters']],
  ['MicrosoftAppType', ['SingleTenant', 'UserAssignedMSI'], ['singletenant', 'geheim']],
  ['MicrosoftAppId', ['00000000-0000-0000-0000-000000000000'], ['  ']],
  ['MicrosoftAppPassword', ['x'], ['  ']],
  ['MicrosoftAppTenantId', ['x'], ['  ']],
  ['CONNECTOR_ALLOW_UNAUTHENTICATED', ['true', 'false'], ['yes', '1', 'TRUE']],
  ['FACEBOOK_APP_ID', ['424242'], ['geheim', '42a']],
  ['FACEBOOK_APP_SECRET', ['0123456789abcdef'], ['too short', 'with spaces in between']],
  ['FACEBOOK_VERIFY_TOKEN', ['eight-ch'], ['geheim', 'with spaces in between']],
  ['FACEBOOK_PAGES', ['100=EAAx', '100=EAAx, 200=EAAy='], ['geheim', '100', '=EAAx', '100=EAAx,geheim']],
  ['FACEBOOK_INSTAGRAM', ['9100=100'], ['geheim', '9100', '9100=geheim']],
  ['FACEBOOK_GRAPH_URL', ['http://127.0.0.1:4000/'], ['geheim', 'ftp://geheim']],
  ['FACEBOOK_GRAPH_VERSION', ['v25.0'], ['26', 'geheim', 'v26']],
  ['FACEBOOK_ECHO_SECONDS', ['1', '300'], ['0', '301', 'bald']],
  ['FORM_OF_ADDRESS', ['Sie', 'du'], ['sie', 'Du', 'Ihr']],
  ['TRUSTED_PROXIES', ['0', '10'], ['11', '-1', 'viele']],
  ['RATE_LIMITS', ['on', 'off'], ['true', 'aus']],
  ['LOG_LEVEL', ['debug', 'silent'], ['trace', 'laut']],
] as const;

/** These four go together. */
const facebook = {
  FACEBOOK_APP_ID: '1',
  FACEBOOK_APP_SECRET: '0123456789abcdef',
  FACEBOOK_VERIFY_TOKEN: 'eight-ch',
  FACEBOOK_PAGES: '100=EAAx',
};
const around = (name: string): Readonly<Record<string, string>> => (name.startsWith('FACEBOOK') ? facebook : {});

describe('the settings', () => {
  test('have defaults for everything: an empty environment starts', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 3978,
      HOST: '127.0.0.1',
      DATA_DIR: 'data/runtime',
      FORM_OF_ADDRESS: 'Sie',
      DIRECT_LINE_ALLOWED_ORIGINS: [],
      CONNECTOR_ALLOW_UNAUTHENTICATED: false,
      RATE_LIMITS: 'on',
      publicUrl: 'http://localhost:3978',
    });
  });

  test('an empty value counts as unset', () => {
    expect(readConfig(Object.fromEntries(settingNames.map((name) => [name, ''])))).toEqual(readConfig({}));
  });

  test.each(table)('%s takes what it wants, and an error names it without the value', (name, good, bad) => {
    for (const value of good) expect(problemsOf({ ...around(name), [name]: value })).toEqual([]);
    for (const value of bad) {
      const [problem, ...others] = problemsOf({ ...around(name), [name]: value });
      expect(others).toEqual([]);
      expect(problem).toMatch(new RegExp(`^${name} wants .{5,}\\.$`));
      // Values of one or two characters can stand in any sentence by chance.
      if (value.trim().length > 3) expect(problem).not.toContain(value.trim());
    }
  });

  test('every setting has its row in the table', () => {
    expect(table.map(([name]) => name)).toEqual(settingNames);
  });

  test('origins are compared as browsers send them: without path or slash', () => {
    const { DIRECT_LINE_ALLOWED_ORIGINS } = readConfig({
      DIRECT_LINE_ALLOWED_ORIGINS: 'https://www.bank.example/, https://Bank.example:443/konto',
    });
    expect(DIRECT_LINE_ALLOWED_ORIGINS).toEqual(['https://www.bank.example', 'https://bank.example']);
  });

  test('all problems are told at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'laut', STAFF_ADMIN_PASSWORD: 'kurz' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['PORT', 'STAFF_ADMIN_PASSWORD', 'LOG_LEVEL']);
  });

  test('a database is PostgreSQL, and a wrong address is not repeated: a password may stand in it', () => {
    const url = 'postgres://bank:geheim@db/schalter';
    expect(readConfig({ DATABASE_URL: url }).DATABASE_URL).toBe(url);
    const [problem] = problemsOf({ DATABASE_URL: 'mysql://bank:geheim@db/schalter' });
    expect(problem).toMatch(/^DATABASE_URL .*PostgreSQL/);
    expect(problem).not.toMatch(/geheim|mysql/);
  });

  test('Facebook is set up whole or not at all', () => {
    for (const name of Object.keys(facebook)) {
      expect(problemsOf({ ...facebook, [name]: '' })).toEqual([expect.stringContaining('go together')]);
      expect(problemsOf({ [name]: facebook[name as keyof typeof facebook] })).toHaveLength(1);
    }
    expect(problemsOf({ ...facebook, FACEBOOK_INSTAGRAM: '9100=200' })).toHaveLength(1);
    expect(readConfig(facebook).FACEBOOK_PAGES).toEqual([['100', 'EAAx']]);
  });

  test('the public address has no slash at its end', () => {
    expect(readConfig({ PUBLIC_URL: 'https://chat.bank.example//' }).publicUrl).toBe('https://chat.bank.example');
    expect(readConfig({ PORT: '4000' }).publicUrl).toBe('http://localhost:4000');
  });

  test('nobody changes them afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const listed = parse(text);

  test('lists exactly the settings that there are', () => {
    expect(Object.keys(listed).sort()).toEqual([...settingNames].sort());
  });

  test('shows the defaults: read as it stands it changes nothing', () => {
    expect(readConfig(listed)).toEqual(readConfig({}));
  });

  test('explains every setting in the lines above it', () => {
    const lines = text.split('\n');
    for (const name of settingNames) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect([name, lines[at - 1]]).toEqual([name, expect.stringMatching(/^# \S.{10,}/)]);
    }
  });
});
