import { casesBegun, type Stored } from '../support/stored.ts';

/** No case is lost, none begins twice, and at most one of those that the customer waits for in the chat is open. */
export function checkCases({ head, entries, cases }: Stored): readonly string[] {
  const faults: string[] = [];
  const begun = casesBegun(entries);
  const known = new Map(cases.map((item) => [item.id, item]));
  for (const id of new Set(begun)) {
    const times = begun.filter((other) => other === id).length;
    if (times > 1) faults.push(`case ${id} began ${times} times`);
    if (!known.has(id)) faults.push(`case ${id} is lost`);
  }
  const open = cases.filter(({ status, quiet }) => status !== 'resolved' && quiet !== true);
  if (open.length > 1) faults.push(`${open.length} cases are open at once`);
  for (const { id } of open) if (head.openCase !== id) faults.push(`case ${id} is open and nobody finds it`);
  if (head.openCase !== null && known.get(head.openCase)?.status === 'resolved')
    faults.push(`case ${head.openCase} is resolved and holds the conversation`);
  return faults;
}
