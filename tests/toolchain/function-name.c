const char *before(void) { return __FUNCTION__ ": before"; }
const char *behind(void) { return "behind: " __FUNCTION__; }
const char *between(void) { return "<" __FUNCTION__ ">"; }
const char *alone(void) { return __FUNCTION__; }
int size_of_alone_(void) { return sizeof(__FUNCTION__); }
