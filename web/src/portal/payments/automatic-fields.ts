import { readAmount } from '../../format/amount-input.ts'
import { currencyDigits, formatMoney } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'

export const amountNames = ['threshold', 'amount', 'monthlyLimit'] as const
type AmountName = (typeof amountNames)[number]

export type AutomaticTyped = Readonly<Record<AmountName, string>>
export type AutomaticErrors = Partial<Record<AmountName, string>>

const ranges: Readonly<Record<AmountName, readonly [string, string]>> = {
  threshold: ['0.01', '5000'],
  amount: ['1', '5000'],
  monthlyLimit: ['1', '1000000'],
}

/** What stands in the way of saving, amount by amount, in words that say what to do. */
export function automaticErrors(typed: AutomaticTyped, currency: string): AutomaticErrors {
  const words = texts.portal
  const errors: AutomaticErrors = {}
  const read = (name: AmountName) => Number(readAmount(typed[name], currencyDigits(currency)))
  for (const name of amountNames) {
    const [least, most] = ranges[name]
    const amount = read(name)
    if (Number.isNaN(amount)) errors[name] = words.topUp.errors.missing
    else if (amount < Number(least) || amount > Number(most)) {
      const limits = [formatMoney(least, currency), formatMoney(most, currency)] as const
      errors[name] = words.topUp.errors.range(...limits)
    }
  }
  if (errors.monthlyLimit === undefined && read('monthlyLimit') < read('amount')) {
    errors.monthlyLimit = words.automatic.limitTooLow
  }
  return errors
}
