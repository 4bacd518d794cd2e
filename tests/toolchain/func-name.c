/* __func__ is from C99: a variable, not a string. */
const char *before(void) { return __func__ ": before"; }
