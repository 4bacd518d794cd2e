/* Like an initcall: a static variable that nothing refers to. */
static int entry __attribute__((unused, section(".initcall"))) = 4711;
