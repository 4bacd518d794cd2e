# shellcheck shell=sh disable=SC2034,SC2154 # the scripts that source it use the variables; run.sh has set others
# architectures.sh - the architectures that scripts/cross compiles for, a record
# a line, and what reads the records. Sourced after run.sh.
#
# kbuild    the generation of makefiles of the trees it is for
# arch      the kernel's name for it: ARCH=, and the folder in arch/
# target    the compiler's name for it, for scripts/steps/toolchain; "host": the
#           machine's own gcc; "-": none is used, and the rest says why
# config    the configuration: a file of arch/ARCH, or for kbuild 6 a make target
# options   of the compiler, any number. -x: given in addition. OLD>NEW: where
#           the tree's makefiles say OLD... it becomes NEW..., or, with nothing
#           after the ">", goes
architecture_records='
2.4  i386     i386-linux       defconfig
2.4  alpha    alpha-linux      defconfig
2.4  arm      arm-linux        defconfig  -mshort-load-bytes>
2.4  cris     cris-linux       defconfig
2.4  ia64     ia64-linux       defconfig  max-inline-insns=>max-inline-insns-single=
2.4  m68k     m68k-linux       defconfig
2.4  mips     mips-linux       defconfig  -mcpu=>-mtune=
2.4  mips64   mips64-linux     defconfig  -mcpu=>-mtune=
2.4  parisc   hppa-linux       defconfig
2.4  ppc      powerpc-linux    defconfig
2.4  s390     s390-linux       defconfig
2.4  s390x    s390x-linux      defconfig
2.4  sh       sh-linux         defconfig
2.4  sparc    sparc-linux      defconfig
2.4  sparc64  sparc64-linux    defconfig

2.6  i386     i386-linux       defconfig
2.6  alpha    alpha-linux      defconfig
2.6  arm      arm-linux        configs/integrator_defconfig
2.6  ia64     ia64-linux       defconfig
2.6  m68k     m68k-linux       defconfig
2.6  mips     mips-linux       defconfig
2.6  parisc   hppa-linux       defconfig
2.6  ppc      powerpc-linux    defconfig
2.6  s390     s390-linux       defconfig
2.6  sh       sh-linux         defconfig
2.6  sparc    sparc-linux      defconfig
2.6  sparc64  sparc64-linux    defconfig
2.6  x86_64   x86_64-linux     defconfig
2.6  others   -  not tried: arm26 cris h8300 m32r m68knommu ppc64 sh64 um v850

6    i386     host             i386_defconfig
6    others   -  gcc 3.4.6 is too old, and cross compilers of Debian are not assumed
'

# records_of TREE: its records, "ARCH TARGET CONFIG OPTION...".
records_of() {
	echo "$architecture_records" | sed -n "s/^$(fact "$1" kbuild)  *//p"
}

# architectures_of TREE: their names.
architectures_of() { records_of "$1" | sed 's/ .*//'; }

# read_record TREE ARCH: into $target, $config and $options.
read_record() {
	read -r target config options <<-RECORD
		$(records_of "$1" | sed -n "s/^$2  *//p")
	RECORD
}

# check_architecture TREE ARCH
check_architecture() {
	architectures_of "$1" | grep -qxF -- "$2" ||
		die "ARCH=$2: $1 is not compiled for it; choose from $(architectures_of "$1" | tr '\n' ' ')"
	read_record "$1" "$2"
	[ "$target" != - ] || die "ARCH=$2: $1 cannot be compiled for it: $config $options"
}
