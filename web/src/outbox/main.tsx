import { mount } from '../ui/mount.tsx'
import './outbox.css'
import { OutboxPage } from './outbox-page.tsx'

mount(<OutboxPage />)
