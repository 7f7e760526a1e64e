import { mount } from '../ui/mount.tsx'
import './checkout.css'
import { CheckoutPage } from './checkout-page.tsx'

await mount(() => <CheckoutPage />)
