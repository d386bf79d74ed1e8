/** Something that a shell linter says about a script; `line` and `column` are the script's own, from 1. */
export interface ShellRemark {
  readonly line: number;
  readonly column: number;
  /** The linter's number for it, e.g. 2086. */
  readonly code: number;
  readonly severe: boolean;
  /** In English, as the linter says it. */
  readonly message: string;
}

/** A linter for POSIX sh, where one is installed. It reads; it never runs anything. */
export interface ShellChecker {
  /** `variables` are there already when the script begins. Null: there is no linter here, or it gave no answer in time. */
  check(script: string, variables: readonly string[]): Promise<readonly ShellRemark[] | null>;
}
