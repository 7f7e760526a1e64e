import { type Decimal, decimalZero } from '../money/decimal.ts'
import { type TaxCode, taxCodes } from './tax-codes.ts'
import { type Place, type VatArea, vatAreaOf } from './vat-areas.ts'
import { vatRate } from './vat-rates.ts'

/**
 * Why a line is taxed as it is: `domestic`, seller and buyer in one state; `destination`, at the rate of where a
 * consumer is; `origin`, a consumer elsewhere who pays the rate of the seller’s state; `reverse_charge`, a business
 * elsewhere that accounts for the tax itself; `outside`, beyond the VAT territory of the Union; `exempt`, what is sold is.
 */
export type TaxRule =
  | 'domestic'
  | 'destination'
  | 'origin'
  | 'reverse_charge'
  | 'outside'
  | 'exempt'

export type LineTax = {
  /** 19 is 19 %. */
  readonly percent: Decimal
  readonly rule: TaxRule
  /** The member state whose tax it is; undefined where none is due. */
  readonly state?: string
  /** What the invoice has to say about it. */
  readonly note?: string
}

export type TaxRegistration = {
  /** Member state, ISO 3166-1 alpha-2. */
  readonly country: string
  /** `oss` is the One Stop Shop: good for electronic services to consumers in all member states. */
  readonly scheme: 'standard' | 'oss'
}

export type VatQuestion = {
  readonly seller: Place & { readonly registrations: readonly TaxRegistration[] }
  /** `taxIdState`: the member state that gave the buyer a tax id which is known to be valid. */
  readonly buyer: Place & { readonly taxIdState?: string | undefined }
  readonly taxCode: TaxCode
  /** The day of supply. */
  readonly date: Temporal.PlainDate
}

/**
 * The VAT on a service by the rules of Directive 2006/112/EC, as far as an address and a tax id decide it.
 * Undefined where it cannot be known: the seller is registered nowhere, or it is not known where seller or
 * buyer are, or the seller is outside the Union and owes nothing there.
 */
export function vatOf(question: VatQuestion): LineTax | undefined {
  const { seller, buyer, taxCode } = question
  const from = vatAreaOf(seller)
  const to = vatAreaOf(buyer)
  if (seller.registrations.length === 0 || !from || !to) return undefined
  if (taxCodes[taxCode].rate === undefined) return exempt
  if (isDomestic(from, to)) {
    return isRegistered(seller.registrations, from.state)
      ? taxed(question, to, 'domestic')
      : undefined
  }
  if (!to.isInside) return from.isInside ? outside : undefined
  // Only an id of the state where the buyer is shows a business that is there.
  if (buyer.taxIdState === to.state) return reverseCharge
  return toConsumer(question, from, to)
}

type Inside = Extract<VatArea, { isInside: true }>

/** Finland taxes Åland as its own, though it is outside for everybody else. */
function isDomestic(from: VatArea, to: VatArea): boolean {
  if (from.state === undefined || from.state !== to.state) return false
  return (from.isInside && to.isInside) || from.state === 'FI'
}

/**
 * Electronic services are taxed where the consumer is (Article 58), by whoever is registered there or in the One
 * Stop Shop; a small seller that is neither stays with the rate of its own state (Article 59c), and so does
 * everything else that is sold to consumers (Article 45).
 */
function toConsumer(question: VatQuestion, from: VatArea, to: Inside): LineTax | undefined {
  const { registrations } = question.seller
  const isElectronic = taxCodes[question.taxCode].isElectronic
  const reachesThere =
    registrations.some(({ scheme }) => scheme === 'oss') || isRegistered(registrations, to.state)
  if (isElectronic && reachesThere) return taxed(question, to, 'destination')
  return from.isInside && isRegistered(registrations, from.state)
    ? taxed(question, from, 'origin')
    : undefined
}

const isRegistered = (registrations: readonly TaxRegistration[], state: string | undefined) =>
  registrations.some(({ country }) => country === state)

function taxed({ taxCode, date }: VatQuestion, at: VatArea, rule: TaxRule): LineTax {
  const { rate: kind = 'standard' } = taxCodes[taxCode]
  const { state = '' } = at
  const percent = vatRate(at.isInside ? at.area : state, kind, date)
  return { percent, rule, state }
}

const exempt: LineTax = { percent: decimalZero, rule: 'exempt', note: 'Exempt from VAT.' }

const outside: LineTax = {
  percent: decimalZero,
  rule: 'outside',
  note: 'Not subject to VAT: supplied outside the VAT territory of the European Union.',
}

const reverseCharge: LineTax = {
  percent: decimalZero,
  rule: 'reverse_charge',
  note:
    'Reverse charge: the recipient is liable for VAT ' +
    '(Articles 44 and 196 of Directive 2006/112/EC).',
}
