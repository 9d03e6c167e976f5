"""One small file per channel: parse what comes in, send what goes out. Knows no enquiry and no retry."""
