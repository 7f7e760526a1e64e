import { mountInEnglish } from '../ui/mount.tsx'
import './outbox.css'
import { OutboxPage } from './outbox-page.tsx'

mountInEnglish(<OutboxPage />)
