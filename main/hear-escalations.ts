import { foreignId } from '../core/case/case-name';
import type { ForeignActs, ForeignEntry } from './ports/foreign-acts';
import type { Cancel } from './ports/schedule';
import type { CaseDesk } from './services/case-desk';
import type { EscalationDesk } from './services/escalation-desk';

/** What rang, and who has it, of every console that is believed; each calls its cases by names of its own. */
export function hearEscalations(foreign: ForeignActs, escalations: EscalationDesk, cases: CaseDesk): Cancel {
  const withOwnNames = ({ writer, data }: ForeignEntry): ForeignEntry['data'] => {
    const { case: caseId, escalation } = data;
    if (typeof caseId !== 'string') return data;
    const here = cases.idOf(writer, caseId) ?? foreignId(writer, caseId);
    return { ...data, case: here, escalation: escalation === caseId ? here : escalation };
  };
  return foreign.onForeign(({ added }) => {
    for (const entry of added) if (entry.code.startsWith('ESCALATION-')) escalations.hear({ ...entry, data: withOwnNames(entry) });
  });
}
