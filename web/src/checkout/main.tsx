import { mount } from '../ui/mount.tsx'
import { CheckoutPage } from './checkout-page.tsx'

await mount(() => <CheckoutPage />)
