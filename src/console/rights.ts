import type { Right, Role } from './contract.ts';

/** Who may do what; docs/console-api.md shows the same table, and each cell is tested against each call. */
const table: Readonly<Record<Right, readonly Role[]>> = {
  'cases.read': ['agent', 'lead', 'auditor', 'admin'],
  'cases.work': ['agent', 'lead', 'admin'],
  'cases.manage': ['lead', 'admin'],
  'texts.read': ['agent', 'lead', 'admin'],
  'feedback.give': ['agent', 'lead', 'admin'],
  'feedback.read': ['lead', 'editor', 'auditor', 'admin'],
  'people.read': ['agent', 'lead', 'auditor', 'admin'],
  'presence.set': ['agent', 'lead', 'admin'],
  'notices.read': ['agent', 'lead', 'editor', 'auditor', 'admin'],
  'notices.publish': ['lead', 'admin'],
  'figures.read': ['lead', 'editor', 'auditor', 'admin'],
  'trail.read': ['auditor', 'admin'],
  'accounts.manage': ['admin'],
};

export const roles = ['agent', 'lead', 'editor', 'auditor', 'admin'] as const satisfies readonly Role[];

export function may(role: Role, right: Right): boolean {
  return table[right].includes(role);
}

export function rightsOf(role: Role): readonly Right[] {
  return (Object.keys(table) as Right[]).filter((right) => may(role, right));
}
