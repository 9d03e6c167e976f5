// Telephone numbers as people read them.

/** "+447700900101" as "07700 900101"; whatever is not such a number stays as it is. */
export const shown = (text: string): string => text.replace(/^\+44(\d{4})(\d{5,6})$/u, "0$1 $2");
