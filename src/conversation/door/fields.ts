/** Which strings of an activity the machines need as they are. */

const PROTECTED_NAMES: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'mid',
  'mids',
  'psid',
  'seq',
  'wamid',
  'etag',
  'nonce',
  'watermark',
  'timestamp',
  'localTimestamp',
  'localTimezone',
  'time',
  'expiration',
  'created_time',
  'updated_time',
  'url',
  'uri',
  'href',
  'src',
  'permalink',
]);
// clientActivityID, sender_id, replyToId, serviceUrl, createdAt …
const PROTECTED_ENDING = /[a-z0-9](?:I[dD]s?|U[rR][lLiI]s?|Timestamp|At)$|_(?:ids?|ur[li]s?|timestamp|at)$/;
const WEB_ADDRESS = /^(?:https?|wss?|urn|blob):\S+$/i;
const MACHINE_WORD = /^[^\s⟦]{1,1024}$/;
const DATA_ADDRESS = /^\s*data:[^\s,]{0,256},/i;

/** Says whether a key holds an id, an address or a time by its name. */
export function isProtectedKey(key: string): boolean {
  return PROTECTED_NAMES.has(key) || PROTECTED_ENDING.test(key);
}

/** Says whether a string can be an id, an address or a time: one word, no sentence. */
export function isMachineWord(text: string): boolean {
  return MACHINE_WORD.test(text);
}

/** Says whether a string is a web address from its first character to its last. */
export function isWebAddress(text: string): boolean {
  return text.length > 6 && WEB_ADDRESS.test(text);
}

/** Says whether a string is a `data:` address, which can carry any content. */
export function isDataAddress(text: string): boolean {
  return text.length > 5 && DATA_ADDRESS.test(text);
}
