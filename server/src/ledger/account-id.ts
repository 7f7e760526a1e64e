import { createHash } from 'node:crypto'
import { formatId } from '@tallystick/core/ids.ts'
import { type AccountRef, accountKey } from '@tallystick/core/ledger/entry.ts'

/**
 * An account's id follows from its book, kind, subject and currency (a UUIDv8, RFC 9562), so nobody has to look it up,
 * and two that open the same account at once mean the same row.
 */
export function accountIdOf(bookId: string, account: AccountRef): string {
  const bytes = createHash('sha256')
    .update(`${bookId}/${accountKey(account)}`)
    .digest()
    .subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return formatId('account', bytes.toString('hex'))
}
