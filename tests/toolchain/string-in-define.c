#define OPEN "no end
const char *text = OPEN;
