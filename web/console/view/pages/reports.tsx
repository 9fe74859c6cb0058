import { MessageSquareWarning } from 'lucide';
import { dayAndTime } from '../../words/times.ts';
import { useLoaded, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { addressOf } from '../route.ts';
import { Loading } from './loading.tsx';
import type { PageProps } from './page.tsx';

/** Where colleagues said that the assistant was wrong, for those who keep its answers true. */
export function ReportsPage({ desk, state }: PageProps) {
  const words = useWords();
  const [loaded, again] = useLoaded(desk, desk.api.reports, '');
  const title = (intent: string | null): string => {
    if (intent === null) return words.say('report.unknown');
    if (intent === 'none') return words.say('wrong.person');
    return state.info?.intents.find((one) => one.intent === intent)?.title[words.language] ?? intent;
  };
  return (
    <div class="page-body">
      <Loading loaded={loaded} onAgain={again}>
        {(reports) =>
          reports.length === 0 ? (
            <div class="empty">
              <Icon of={MessageSquareWarning} size={28} />
              <p>{words.say('report.none')}</p>
              <p class="soft">{words.say('report.noneNext')}</p>
            </div>
          ) : (
            <div class="table-frame">
              <table>
                <thead>
                  <tr>
                    <th>{words.say('report.when')}</th>
                    <th>{words.say('report.understood')}</th>
                    <th>{words.say('report.right')}</th>
                    <th>{words.say('report.by')}</th>
                    {desk.can('cases.read') && <th>{words.say('report.case')}</th>}
                  </tr>
                </thead>
                <tbody>
                  {reports.map((report) => (
                    <tr key={`${report.conversationId} ${report.seq} ${report.time}`}>
                      <td>{dayAndTime(report.time, words)}</td>
                      <td data-label={words.say('report.understood')}>{title(report.intent)}</td>
                      <td data-label={words.say('report.right')}>
                        {title(report.right)}
                        {report.comment !== null && <span class="soft cell-more">{report.comment}</span>}
                      </td>
                      <td data-label={words.say('report.by')}>{report.by.name}</td>
                      {desk.can('cases.read') && (
                        <td>
                          <a href={addressOf({ at: 'cases', caseId: report.caseId })}>{words.say('report.open')}</a>
                        </td>
                      )}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loading>
    </div>
  );
}
