import type { SignatureQuestion } from '../../core/approval/signature';

/** A person who is shown what is about to be signed, where no page of the console can answer for them. */
export interface Signatory {
  /** Whether it was confirmed as the question asks. Nobody there, or a window that was closed, is a no. */
  confirm(question: SignatureQuestion): Promise<boolean>;
}
