import type { ApprovalRequest } from '../../core/run/run';
import type { Approver, SecondApproval } from '../ports/approver';

/** A press in the terminal is for the request that follows at once, not for one tomorrow, ms. */
const lasts = 60_000;

/** Takes an approval given in a terminal for exactly one plan, once; everything else is asked where the platform asks. */
export class ApprovalSwitch implements Approver {
  private readonly given = new Map<string, { readonly typed: string; readonly at: number }>();

  constructor(
    private readonly platform: Approver,
    private readonly now: () => number,
  ) {}

  /** The button, pressed in a terminal: the next request for this hash is approved with what was typed. */
  approve(hash: string, typed: string): void {
    this.given.set(hash, { typed, at: this.now() });
  }

  ask(request: ApprovalRequest, second: SecondApproval): ReturnType<Approver['ask']> {
    const { hash } = request.plan;
    const press = this.given.get(hash);
    this.given.delete(hash);
    if (press !== undefined && this.now() - press.at <= lasts) return Promise.resolve({ hash, typed: press.typed });
    return this.platform.ask(request, second);
  }
}
