"""Who the demo landlord knows; all made up."""

BETHAN = "+447700900001"  # in credit; 5091985, born 12 March 1984, HR99 7TD
KIERAN = "+447700900002"  # a week in arrears; 8325820, born 4 July 1993, HR99 7WR
AGNIESZKA = "+447700900004"
FOLAKE = "+447700900009"  # somebody may read her texts
STRANGER = "+447700900999"
