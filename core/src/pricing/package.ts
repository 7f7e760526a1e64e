import { type Decimal, decimalOne } from '../money/decimal.ts'
import { ceilDiv } from '../money/money.ts'

/** So many units for one price; a package that was begun counts whole. */
export type PackagePrice = {
  readonly model: 'package'
  /** Units in a package; more than zero. */
  readonly size: Decimal
  readonly price: Decimal
  /** Units before the first package. */
  readonly freeUnits: Decimal
}

/** How many packages a quantity begins: none within the free units. */
export function packagesOf({ size, freeUnits }: PackagePrice, quantity: Decimal): bigint {
  const paid = quantity - freeUnits
  return paid <= 0n ? 0n : ceilDiv(paid, size)
}

/** What the packages of a quantity cost, exactly, in units of 10^-30. */
export function packageCost(price: PackagePrice, quantity: Decimal): bigint {
  return packagesOf(price, quantity) * price.price * decimalOne
}
