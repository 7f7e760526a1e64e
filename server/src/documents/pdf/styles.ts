import { StyleSheet } from '@react-pdf/renderer'
import { plex } from './fonts.ts'

const ink = '#16181d'
const quiet = '#5b6270'
const line = '#d5d9e0'

export const styles = StyleSheet.create({
  page: {
    // The library takes a list and falls back letter by letter; its types know one family only.
    fontFamily: plex as unknown as string,
    fontSize: 9,
    lineHeight: 1.4,
    color: ink,
    paddingTop: 48,
    paddingHorizontal: 48,
  },
  head: { flexDirection: 'row', justifyContent: 'space-between', marginBottom: 28 },
  title: { fontSize: 20, fontWeight: 600, lineHeight: 1.2 },
  number: { fontSize: 11, color: quiet },
  sellerName: { fontSize: 12, fontWeight: 600, marginBottom: 3 },
  right: { textAlign: 'right' },
  parties: { flexDirection: 'row', justifyContent: 'space-between', marginBottom: 24 },
  party: { width: '48%' },
  label: { fontSize: 8, color: quiet, marginBottom: 2 },
  bold: { fontWeight: 600 },
  facts: { width: '40%' },
  fact: { flexDirection: 'row', justifyContent: 'space-between' },
  quiet: { color: quiet },
  headRow: {
    flexDirection: 'row',
    borderBottomWidth: 1,
    borderBottomColor: ink,
    paddingBottom: 4,
    fontSize: 8,
    color: quiet,
  },
  row: {
    flexDirection: 'row',
    borderBottomWidth: 0.5,
    borderBottomColor: line,
    paddingVertical: 6,
  },
  nameColumn: { flexGrow: 1, flexShrink: 1, flexBasis: 0, paddingRight: 8 },
  quantityColumn: { width: 92, textAlign: 'right' },
  priceColumn: { width: 80, textAlign: 'right' },
  taxColumn: { width: 44, textAlign: 'right' },
  amountColumn: { width: 84, textAlign: 'right' },
  small: { fontSize: 8, color: quiet },
  totals: { marginTop: 14, marginLeft: 'auto', width: 250 },
  totalRow: { flexDirection: 'row', justifyContent: 'space-between', paddingVertical: 2 },
  grandRow: {
    flexDirection: 'row',
    justifyContent: 'space-between',
    borderTopWidth: 1,
    borderTopColor: ink,
    marginTop: 4,
    paddingTop: 6,
    fontSize: 12,
    fontWeight: 600,
  },
  notes: { marginTop: 28 },
  note: { marginBottom: 4 },
  foot: {
    position: 'absolute',
    // Of A4. Counted from the bottom, the library loses what is only known when the pages are counted.
    top: 744,
    left: 48,
    right: 48,
    fontSize: 8,
    color: quiet,
  },
  // Room for the longest footer; what is shorter stands at its bottom.
  imprint: { height: 58, justifyContent: 'flex-end', marginBottom: 4 },
})
