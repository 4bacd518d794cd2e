# shellcheck shell=sh disable=SC2034,SC2154 # shared with the scripts that source it
# scenarios.sh - the readers of tests/scenarios and of what a boot showed. Sourced by
# run.sh, and by the host tests.

# How the guest ends QEMU: tests/guest/leave.c writes agreed_code to isa-debug-exit,
# which makes it QEMU's exit status, doubled, and one.
agreed_code=42
agreed_status=$((2 * agreed_code + 1))

# scenario_titles: "GROUP<tab>SCENARIO<tab>TITLE", in the order of the tables.
scenario_titles() {
	awk '
		$1 == "group" { sub(/^group[ \t]+/, ""); group = $0 }
		$1 == "title" { name = $2; sub(/^title[ \t]+[^ \t]+[ \t]+/, ""); print group "\t" name "\t" $0 }' \
		"$top/tests/scenarios"
}

# scenario_rows [TREE [SMP]]: "TREE SMP SCENARIO PLAIN PATCHED BY"; SMP is - where
# their number does not matter. With TREE its own, with SMP those that run with so
# many processors.
scenario_rows() {
	awk -v tree="${1:-}" -v smp="${2:-}" '
		$1 ~ /^[0-9]/ {
			count = split($1, part, "/")
			if (count == 1) part[2] = "-"
			if (tree != "" && part[1] != tree) next
			if (smp != "" && part[2] != "-" && part[2] != smp) next
			print part[1], part[2], $2, $3, $4, $5
		}' "$top/tests/scenarios"
}

# rows_to_run TREE: those that a boot of it runs; if SCENARIO names some, those alone.
rows_to_run() {
	scenario_rows "$1" "$(processors "$1")" |
		awk -v chosen=" ${SCENARIO:-} " 'chosen ~ /^ *$/ || index(chosen, " " $3 " ")'
}

# check_scenarios TREE: it has those that SCENARIO names; blanks between them are
# single ones afterwards.
check_scenarios() {
	SCENARIO=$(printf '%s' "${SCENARIO:-}" | tr -s '[:space:]' ' ' | sed 's/^ //; s/ $//')
	scenarios_there=$(SCENARIO='' rows_to_run "$1" | cut -d ' ' -f 3)
	scenario=$(printf '%s\n' "$SCENARIO" | tr ' ' '\n' | grep -vxF -e "$scenarios_there" -e '' | head -n 1)
	[ -z "$scenario" ] ||
		die "SCENARIO=$SCENARIO: $1 has no scenario $scenario${SMP:+ with SMP=$SMP}; choose from $(echo "$scenarios_there" | paste -sd ' ')"
}

# expected TREE SIDE: what tests/scenarios says: "SCENARIO WORD".
expected() {
	{
		patches_of "$1" "$2" | sed 's/\.patch$//; s/^/applied /'
		rows_to_run "$1"
	} | awk '
		$1 == "applied" { applied[$2]; next }
		{ print $3, $6 in applied ? $5 : $4 }'
}

# tap_results TAP: "SCENARIO WORD", or "SCENARIO WORD failed", for each line "ok N -
# SCENARIO: WORD ..." or "not ok ..."; beneath it "<tab>PID NAME PARENT PARENT-NAME" for
# each of its zombies, which the guest notes before: "# zombie PID NAME child of
# PARENT PARENT-NAME".
tap_results() {
	tr -d '\r' <"$1" | awk '
		/^# zombie / { zombies = zombies "\t" $3 " " $4 " " $7 " " $8 "\n" }
		/^(not )?ok [0-9]+ - [^:]*: / {
			failed = $1 == "not" ? " failed" : ""
			sub(/^(not )?ok [0-9]+ - /, "")
			name = $0; sub(/:.*/, "", name); sub(/^[^:]*: /, "")
			printf "%s %s%s\n%s", name, $1, failed, zombies
			zombies = ""
		}'
}

# What a boot showed is in RUN/results, which the judge alone writes: first the
# outcome and why, "fail: 1 of 6: no-signal", then what tap_results gives. A scenario
# in which the boot ended has the word panics or lost. Those that stop the plain kernel
# are booted separately, in RUN/SCENARIO.

# outcome_of RUN: its outcome, and why.
outcome_of() { head -n 1 "$1/results"; }

# results_of RUN: "SCENARIO WORD", the separate boots included.
results_of() { all_results "$1" | sed -n 's/^\([^	][^ ]* [^ ]*\).*/\1/p'; }

# zombies_of RUN: "SCENARIO PID NAME PARENT PARENT-NAME".
zombies_of() { all_results "$1" | awk '/^\t/ { print scenario, $1, $2, $3, $4; next } { scenario = $1 }'; }

all_results() {
	for results in "$1"/results "$1"/*/results; do
		[ ! -f "$results" ] || sed 1d "$results"
	done
}

# host_was_busy RUN: a boot on several processors ended in the kernel's check of its
# timer, because the host did not run all of them in time.
host_was_busy() { grep -qsa "IO-APIC + timer doesn't work" "$1/console"; }
