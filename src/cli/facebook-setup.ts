import { parseArgs } from 'node:util';
import { config as loadEnvFile } from 'dotenv';
import { createGraph, type Graph, type GraphAnswer } from '../channels/facebook/graph/client.ts';
import { listIn, recordIn } from '../channels/facebook/events/json.ts';
import { loadProfile, profileBody, type ProfileWords } from '../channels/facebook/profile/profile.ts';
import { accountsOf, type FacebookSettings } from '../channels/facebook/settings.ts';
import { pageFields, subscribe } from '../channels/facebook/subscription.ts';
import { ConfigError, readConfig } from '../config.ts';
import { sayFact } from '../knowledge/facts.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { facebookSettings } from '../service/facebook.ts';

/** The rights that a page's token needs; those of Instagram only where an account is set up. */
const rights = [
  'pages_messaging',
  'pages_manage_metadata',
  'pages_read_engagement',
  'pages_manage_engagement',
  'pages_read_user_content',
];
const instagramRights = ['instagram_basic', 'instagram_manage_messages', 'instagram_manage_comments'];

const say = (line: string): void => console.log(line);

function told(what: string, answer: GraphAnswer): boolean {
  if (answer.kind === 'ok') {
    say(`  ✓ ${what}`);
    return true;
  }
  const why =
    answer.kind === 'refused'
      ? `Meta refused it (code ${answer.error.code ?? answer.error.status}${answer.error.subcode === null ? '' : `/${answer.error.subcode}`})`
      : 'Meta did not answer';
  say(`  ✗ ${what}: ${why}`);
  return false;
}

/** Asks Meta what a page's token may do. */
async function checkRights(graph: Graph, settings: FacebookSettings, pageId: string, token: string): Promise<boolean> {
  const linked = [...settings.instagram.values()].includes(pageId);
  const answer = await graph.call({
    method: 'GET',
    path: '/debug_token',
    query: { input_token: token },
    token: `${settings.appId}|${settings.appSecret}`,
  });
  if (!told('the token can be looked at', answer) || answer.kind !== 'ok') return false;
  const { is_valid: valid, expires_at: expires, scopes, app_id: app } = recordIn(answer.body['data']);
  if (valid !== true) {
    say('  ✗ the token is not valid: make a new one (docs/facebook.md, step 4)');
    return false;
  }
  if (String(app) !== settings.appId) say('  ✗ the token belongs to another app');
  if (typeof expires === 'number' && expires > 0)
    say(`  ! the token ends on ${new Date(expires * 1000).toISOString().slice(0, 10)}: one of a system user does not`);
  const has = new Set(listIn(scopes));
  const missing = [...rights, ...(linked ? instagramRights : [])].filter((right) => !has.has(right));
  say(missing.length === 0 ? '  ✓ the token has all rights' : `  ✗ the token lacks ${missing.join(', ')}`);
  return missing.length === 0;
}

function clicks(settings: FacebookSettings, publicUrl: string): string {
  return [
    '',
    'What remains to be done at developers.facebook.com, in the app:',
    `  1. Webhooks › Page: callback URL ${publicUrl}/webhooks/facebook, verify token as in FACEBOOK_VERIFY_TOKEN.`,
    `     Subscribe to: ${pageFields.join(', ')}.`,
    ...(settings.instagram.size === 0
      ? []
      : [
          '     Webhooks › Instagram: the same address; messages, message_reactions, messaging_seen, comments, live_comments, mentions.',
        ]),
    '  2. Settings › Advanced: switch on "Require app secret".',
    '  3. App Review: the rights above with advanced access, and the feature Human Agent for answers after 24 hours.',
    '  4. Messenger › Settings: if another app or the inbox is the default, choose this one for Conversation Routing.',
    '  5. Switch the app to Live.',
  ].join('\n');
}

async function main(): Promise<number> {
  loadEnvFile({ quiet: true });
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
  const config = readConfig(process.env);
  const settings = facebookSettings(config);
  if (settings === null) {
    say(
      'Facebook is not set up: FACEBOOK_APP_ID, FACEBOOK_APP_SECRET, FACEBOOK_VERIFY_TOKEN and FACEBOOK_PAGES are needed (docs/facebook.md).',
    );
    return 1;
  }
  const knowledge = await loadKnowledge('data', Date.now());
  const words: ProfileWords = {
    fact: (path, language) => sayFact(knowledge.facts, path, language),
    isIntent: (id) => knowledge.intents.has(id),
  };
  const profile = await loadProfile('data/facebook.json', words);
  const graph = createGraph({ url: settings.graphUrl, version: settings.version, appSecret: settings.appSecret });
  let failures = 0;
  for (const { platform, pageId, id } of accountsOf(settings)) {
    const body = profileBody(profile, words, platform);
    const token = settings.pages.get(pageId) ?? '';
    say(`\n${platform === 'facebook' ? 'Page' : 'Instagram account'} ${id}`);
    if (values['dry-run']) {
      say(JSON.stringify({ path: `/${pageId}/messenger_profile`, body }, null, 2));
      if (platform === 'facebook') say(`would subscribe the page to ${pageFields.join(', ')}`);
      continue;
    }
    if (platform === 'facebook' && !(await checkRights(graph, settings, pageId, token))) failures += 1;
    const written = await graph.call({ method: 'POST', path: `/${pageId}/messenger_profile`, body, token });
    if (!told('greeting, ice breakers and menu are written', written)) failures += 1;
    if (
      platform === 'facebook' &&
      !told('the page sends its events to this app', await subscribe(graph, pageId, token))
    )
      failures += 1;
  }
  say(clicks(settings, config.publicUrl));
  return failures === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
