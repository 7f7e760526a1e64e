import type { Payables } from './payable.ts'
import type { Providers } from './providers/provider.ts'
import type { ChargeNews } from './topups/news.ts'

/** What it takes to collect money: who moves it, who says what it was for, and who is told. The wiring hands it in. */
export type Collecting = {
  readonly providers: Providers
  readonly payables: Payables
  readonly news: ChargeNews
}
