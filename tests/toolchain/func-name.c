/* __func__ is C99's, and a variable. */
const char *before(void) { return __func__ ": before"; }
