import { listIn, recordIn, isRecord } from './events/json.ts';
import type { Graph, GraphAnswer } from './graph/client.ts';

/** The fields of a page that the counter listens to. */
export const pageFields = [
  'messages',
  'messaging_postbacks',
  'messaging_optins',
  'messaging_referrals',
  'messaging_handovers',
  'messaging_policy_enforcement',
  'message_deliveries',
  'message_reads',
  'message_echoes',
  'message_reactions',
  'message_edits',
  'standby',
  'feed',
  'mention',
] as const;

/** Fields of ours that the page does not send to this app; null where Meta does not tell. */
export async function missingFields(
  graph: Graph,
  pageId: string,
  token: string,
  appId: string,
): Promise<readonly string[] | null> {
  const answer = await graph.call({ method: 'GET', path: `/${pageId}/subscribed_apps`, token });
  if (answer.kind !== 'ok') return null;
  const own = listIn(answer.body['data'])
    .filter(isRecord)
    .find((app) => String(recordIn(app)['id']) === appId);
  const fields = new Set(listIn(own?.['subscribed_fields']));
  return pageFields.filter((field) => !fields.has(field));
}

/** Subscribes the page to all fields of ours. */
export function subscribe(graph: Graph, pageId: string, token: string): Promise<GraphAnswer> {
  return graph.call({
    method: 'POST',
    path: `/${pageId}/subscribed_apps`,
    body: { subscribed_fields: pageFields.join(',') },
    token,
  });
}
