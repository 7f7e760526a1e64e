/** Why an invoice cannot be calculated, in a word that its merchant reads as `failureReason`. */
export class CannotCalculate extends Error {
  readonly code: 'AMOUNT_OUT_OF_RANGE'

  constructor(code: CannotCalculate['code']) {
    super(code)
    this.code = code
  }
}
