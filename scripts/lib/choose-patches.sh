# shellcheck shell=sh disable=SC2034,SC2154 # shared with the scripts that source it
# choose-patches.sh - which patches apply and try take. Sourced after users-tree.sh.

# choose_series nearest|exact: the series for $release into $tree: that of SERIES= if
# it is set, else the tree's own, or with nearest that of the nearest release of the
# same 2.4 or 2.6.
choose_series() {
	if [ -n "${SERIES:-}" ]; then
		check_tree_name "$SERIES" SERIES
		tree=$SERIES
		return
	fi
	tree=$(tree_of "$release")
	[ -n "$tree" ] || [ "$1" = exact ] || tree=$(nearest_tree "$release")
	[ -n "$tree" ] || die "$linux is Linux $release, which has no series; there are series for $(tree_names); name the one to try with SERIES="
}

# nearest_tree RELEASE: of the same VERSION.PATCHLEVEL, or nothing.
nearest_tree() {
	known_trees | awk -v release="$1" '
		BEGIN { split(release, r, /[^0-9]+/) }
		{ split($0, t, "."); distance = t[3] < r[3] ? r[3] - t[3] : t[3] - r[3] }
		t[1] == r[1] && t[2] == r[2] && (best == "" || distance < least) { best = $0; least = distance }
		END { print best }'
}

# choose_patches: into $chosen, as files below patches/TREE, in the order of the
# series: all, or those that PATCHES names, by number or by name; with BUILD=1 the
# fixups before them.
choose_patches() {
	chosen=$(series "$top/patches/$tree")
	[ -z "${PATCHES:-}" ] || chosen=$(chosen_by_name)
	[ -z "$BUILD" ] || chosen=$(series "$top/patches/$tree/fixups" | sed 's,^,fixups/,' && echo "$chosen")
}

chosen_by_name() {
	for word in $PATCHES; do
		series "$top/patches/$tree" | awk -v word="${word%.patch}" '
			{ name = $0; sub(/\.patch$/, "", name) }
			word == NR || word == name { found = 1 }
			END { exit !found }' ||
			die "PATCHES=$PATCHES: the $tree series has no $word; name patches, or give numbers from 1 to $(series "$top/patches/$tree" | wc -l)"
	done
	series "$top/patches/$tree" | awk -v words="$PATCHES" '
		BEGIN { count = split(words, word, " "); for (i = 1; i <= count; i++) { sub(/\.patch$/, "", word[i]); wanted[word[i]] } }
		{ name = $0; sub(/\.patch$/, "", name) }
		NR in wanted || name in wanted'
}

# chosen_paths: their whole paths; $top has no white space.
chosen_paths() { echo "$chosen" | sed "s,^,$top/patches/$tree/,"; }

# say_how_to_go_on OUT: by hand, from what try-patches has left in OUT.
say_how_to_go_on() {
	cat <<-TEXT

		The rejects are in $1. To go on by hand, patch by patch:
		  cd $(quoted "$linux")
		  quilt import -P kreap/NAME.patch $top/patches/$tree/NAME.patch
		  quilt push -f        # then resolve what is in the .rej files
		  quilt refresh
	TEXT
}
