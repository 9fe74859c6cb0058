/** What the bank has set up at Meta. */
export interface FacebookSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Page id → page access token. */
  readonly pages: ReadonlyMap<string, string>;
  /** Instagram account id → id of the page that it is linked to. */
  readonly instagram: ReadonlyMap<string, string>;
  readonly graphUrl: string;
  /** Such as `v26.0`. */
  readonly version: string;
  /** Milliseconds that the echo of a message with an unknown outcome may take before it is sent again. */
  readonly echoMs: number;
}

export type Platform = 'facebook' | 'instagram';

/** An account of the bank on one of the platforms: where events arrive and messages leave. */
export interface Account {
  readonly platform: Platform;
  /** The id that events carry: the page's, or the Instagram account's. */
  readonly id: string;
  /** The page whose token and address calls use. */
  readonly pageId: string;
}

/** The bank's account of an id, or null where it is none of ours: a page of another bank must not get in here. */
export function accountOf({ pages, instagram }: FacebookSettings, platform: Platform, id: string): Account | null {
  const pageId = platform === 'facebook' ? id : instagram.get(id);
  return pageId !== undefined && pages.has(pageId) ? { platform, id, pageId } : null;
}

/** Every account of the bank. */
export function accountsOf({ pages, instagram }: FacebookSettings): readonly Account[] {
  return [
    ...[...pages.keys()].map((id): Account => ({ platform: 'facebook', id, pageId: id })),
    ...[...instagram].map(([id, pageId]): Account => ({ platform: 'instagram', id, pageId })),
  ];
}
