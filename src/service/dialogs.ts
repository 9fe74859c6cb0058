import { createAppointment } from '../../dialogs/appointment.ts';
import { createCallback } from '../../dialogs/callback.ts';
import { createComplaint } from '../../dialogs/complaint.ts';
import { createDataRequest } from '../../dialogs/data-request.ts';
import { feedback } from '../../dialogs/feedback.ts';
import { createFindPlace } from '../../dialogs/find-place.ts';
import { fraudFirstAid } from '../../dialogs/fraud-first-aid.ts';
import { lostCard } from '../../dialogs/lost-card.ts';
import { phishing } from '../../dialogs/phishing.ts';
import { suggestion } from '../../dialogs/suggestion.ts';
import { unknownCharge } from '../../dialogs/unknown-charge.ts';
import type { Dialog, DialogCalendar, Place } from '../bot/dialog-types.ts';
import { addBusinessDays } from '../calendar/business-days.ts';
import { addDays, weekdayOf } from '../calendar/days.ts';
import { germanHolidays } from '../calendar/holidays.ts';
import { openState, spansOn } from '../calendar/hours.ts';
import { momentOf, wallClock } from '../calendar/zone.ts';
import type { Facts } from '../knowledge/facts.ts';
import { readPhone } from './phone.ts';

/** The days and hours of a bank in a German state (`BY`, `NW` …). */
function dialogCalendar(federalState: string): DialogCalendar {
  const isHoliday = germanHolidays(federalState);
  return {
    at: wallClock,
    moment: momentOf,
    addDays,
    addBusinessDays: (day, count) => addBusinessDays(day, count, isHoliday),
    weekday: weekdayOf,
    spans: (hours, day) => spansOn(hours, day, isHoliday),
    state: (hours, day, minutes) => openState(hours, day, minutes, isHoliday),
  };
}

function placesOf({ branches, atms }: Facts): readonly Place[] {
  return [
    ...branches.map((branch) => ({ ...branch, branch: true })),
    ...atms.map((atm) => ({ ...atm, branch: false, atm: true })),
  ];
}

/** All dialogs of the counter, with the bank's places, hours and holidays. */
export function createDialogs(facts: Facts): readonly Dialog[] {
  const calendar = dialogCalendar(facts.bank.federalState);
  const places = placesOf(facts);
  const hours = facts.hours.calendar;
  return [
    lostCard,
    unknownCharge,
    phishing,
    fraudFirstAid,
    createFindPlace({ places, area: facts.area, calendar }),
    createAppointment({ branches: places.filter(({ branch }) => branch), hours, calendar, readPhone }),
    createCallback({ hours, calendar, readPhone }),
    createComplaint({ calendar, readPhone, answerDays: facts.complaints.businessDays }),
    suggestion,
    feedback,
    createDataRequest(calendar),
  ];
}
