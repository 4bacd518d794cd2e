# shellcheck shell=sh disable=SC2154 # the scripts that source it set the variables
# kbuild.sh - what the kernel's makefiles want, by their generation; the only place
# that knows. Sourced after run.sh by a script that has
#
#   $kbuild      the generation: kbuild= of patches/TREE/tree, which is 2.4, 2.6, or 6
#                for all later ones
#   $kernel_dir  the kernel tree
#   kmake        a function: make there, with the right compiler

# configure FILE: the configuration is FILE, and defaults for what that leaves open.
configure() {
	case $kbuild in
	2.*)
		cp "$1" "$kernel_dir/.config"
		yes '' | kmake oldconfig
		;;
	*) kmake KCONFIG_ALLCONFIG="$1" allnoconfig ;;
	esac
}

# find_dependencies: 2.4 does that only when it is asked to; after the configuration
# and after patching.
find_dependencies() {
	case $kbuild in
	2.4) kmake dep ;;
	esac
}

# headers_target: the target that makes the headers that any file needs.
headers_target() {
	case $kbuild in
	2.4) echo dep ;;
	2.6) echo prepare-all ;;
	*) echo prepare ;;
	esac
}

# table START END: the symbols delimit a table that has something in it.
table() {
	awk -v start="$1" -v end="$2" '
		$3 == start { from = $1 } $3 == end { to = $1 }
		END { exit !(from != "" && to != "" && from != to) }' "$kernel_dir/System.map" ||
		{
			echo "the table from $1 to $2 is empty: the compiler dropped it"
			return 1
		}
}

# build_all: the kernel and its modules, one after the other: both would build in the
# same folders at once. -O keeps the output of each compiler together, so that
# warnings stay whole.
build_all() {
	kmake -j"$(nproc)" -O bzImage
	kmake -j"$(nproc)" -O modules
	case $kbuild in
	2.4)
		table __initcall_start __initcall_end
		table __setup_start __setup_end
		;;
	esac
}

# build_module_in DIR
build_module_in() {
	case $kbuild in
	2.4) kmake SUBDIRS="$1" modules ;;
	*) kmake M="$1" modules ;;
	esac
}

# module_suffix: of a module's file.
module_suffix() {
	case $kbuild in
	2.4) echo o ;;
	*) echo ko ;;
	esac
}

# compile_objects FILE.o...: those alone, going on after errors. 2.4 has no rule for
# that.
compile_objects() {
	case $kbuild in
	2.4)
		kmake -k -j"$(nproc)" kreap_objects="$*" -f Makefile -f - kreap <<-'MAKEFILE'
			kreap_folders := $(addprefix kreap-,$(sort $(dir $(kreap_objects))))
			kreap: $(kreap_folders)
			kreap_in = $(notdir $(foreach object,$(kreap_objects),$(if $(filter $1,$(dir $(object))),$(object))))
			$(kreap_folders): kreap-%: include/linux/version.h include/config/MARKER ; \
				$(MAKE) CFLAGS="$(CFLAGS) $(CFLAGS_KERNEL)" -C $* $(call kreap_in,$*)
		MAKEFILE
		;;
	*) kmake -k -j"$(nproc)" "$@" </dev/null ;;
	esac
}
