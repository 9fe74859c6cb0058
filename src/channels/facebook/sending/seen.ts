import type { Graph } from '../graph/client.ts';
import type { Address } from '../address.ts';
import type { FacebookSettings } from '../settings.ts';
import type { Gates } from './gates.ts';

/** Signs under way at most: under load they are left out, since messages matter more. */
const most = 20;

/** Tells a person that their message was seen: one try, and nobody waits for it. */
export function createSeen({
  settings,
  graph,
  gates,
}: {
  readonly settings: FacebookSettings;
  readonly graph: Graph;
  readonly gates: Gates;
}) {
  let underWay = 0;
  return ({ account, channel, subject }: Address): void => {
    const token = settings.pages.get(account.pageId);
    if (
      channel !== account.platform ||
      token === undefined ||
      underWay >= most ||
      gates.reasonOf(account.pageId) !== null
    )
      return;
    underWay += 1;
    void graph
      .call({
        method: 'POST',
        path: `/${account.pageId}/messages`,
        body: { recipient: { id: subject }, sender_action: 'mark_seen' },
        token,
      })
      .finally(() => (underWay -= 1));
  };
}
