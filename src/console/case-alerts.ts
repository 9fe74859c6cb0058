import type { Case } from '../conversation/case.ts';
import { numberOf } from './case-view.ts';
import type { LiveEvents } from './contract.ts';

interface NamedAlert {
  /** The same for the same cause: each is told once. */
  readonly key: string;
  readonly data: LiveEvents['alert'];
}

/** What a case in its state needs eyes for. */
export function caseAlerts(item: Case): readonly NamedAlert[] {
  if (item.status === 'resolved') return [];
  const about = { caseId: item.id, number: numberOf(item) };
  const assignment = item.status === 'waiting' ? item.assignment : undefined;
  const kind = item.reason === 'despair' ? 'despair' : 'fraud';
  return [
    ...(item.alert
      ? [
          {
            key: `${item.id} pressing ${item.reason} ${item.reopened ?? 0}`,
            data: { ...about, kind, lead: false, to: null } as const,
          },
        ]
      : []),
    ...(item.escalatedAt === undefined
      ? []
      : [
          {
            key: `${item.id} escalated ${item.escalatedAt}`,
            data: { ...about, kind: item.seenAt === undefined ? 'unseen' : 'overdue', lead: true, to: null } as const,
          },
        ]),
    ...(assignment === undefined
      ? []
      : [
          {
            key: `${item.id} assigned ${assignment.at}`,
            data: { ...about, kind: 'assigned', lead: false, to: assignment.to.userId } as const,
          },
        ]),
  ];
}
