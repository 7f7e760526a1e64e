export type Options = {
  /** How long each scenario runs. */
  readonly seconds: number
  /** Part of a scenario's name; all scenarios when empty. */
  readonly only: string
  /** How many events are stored. */
  readonly events: number
  /** How many subscriptions a month is closed for. */
  readonly subscriptions: number
}

export const say = (text: string) => process.stdout.write(`${text}\n`)
export const whole = (figure: number) => Math.round(figure).toLocaleString('en')
