import '../styles/base.css'
import './checkout.css'
import { mount } from '../ui/mount.tsx'
import { CheckoutPage } from './checkout-page.tsx'

mount(<CheckoutPage />)
