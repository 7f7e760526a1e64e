/** What a file in this folder exports, for main.ts to load when it is called. */
export type Command = {
  /** Returns the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>
  /** What `--help` prints, where the list of commands does not say it all. */
  readonly help?: string
}
