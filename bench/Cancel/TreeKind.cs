namespace Signalbox.Bench.Cancel;

/// <summary>A way in which the processes of an agent behave when they are to end.</summary>
/// <param name="Name">What they do.</param>
/// <param name="Script">Script of the agent. <c>$SH</c> and <c>$SLEEP</c> are this tree's own names of those programs, <c>$DIR</c> its folder; it says <c>ready</c> when all is in place.</param>
internal sealed record TreeKind(string Name, string Script)
{
    private const string Loop = """while :; do "$SLEEP" 0.2; done""";

    /// <summary>Ends when it is asked to.</summary>
    public static TreeKind Obeys { get; } = new("obeys", """( "$SLEEP" 600 & ) ; "$SLEEP" 600 & echo ready; wait""");

    /// <summary>Takes no notice of the request.</summary>
    public static TreeKind Ignores { get; } = new("ignores", $"""trap "" TERM; echo ready; {Loop}""");

    /// <summary>What has been thought of to outlive a cancel.</summary>
    public static IReadOnlyList<TreeKind> Adversaries { get; } =
    [
        new("forks twice", $"""( "$SH" -c 'trap "" TERM HUP; {Loop}' & ) ; ( ( "$SH" -c 'trap "" TERM HUP; {Loop}' & ) & ) ; echo ready; {Loop}"""),
        new("sessions of their own", $"""setsid "$SH" -c 'trap "" TERM HUP INT; {Loop}' & setsid "$SH" -c 'setsid "$SH" -c "{Loop.Replace("\"", "", StringComparison.Ordinal)}" & wait' & echo ready; {Loop}"""),
        new("cleared environment", $"""env -i /usr/bin/setsid "$SLEEP" 600 & env -i "$SH" -c "trap '' TERM; while :; do '$SLEEP' 0.2; done" & echo ready; {Loop}"""),
        new("closed outputs", $"""setsid "$SH" -c 'exec 0<&- 1>&- 2>&-; trap "" TERM; {Loop}' & echo ready; exec 1>&- 2>&-; trap "" TERM; {Loop}"""),
        new("daemons", $"""for i in 1 2 3; do ( setsid "$SH" -c 'cd /; umask 0; exec 0<&- 1>&- 2>&-; trap "" TERM HUP INT QUIT USR1 USR2; ( {Loop} ) & exit 0' & ) ; done; echo ready; {Loop}"""),
        new("a chain of successors", """
            printf '%s\n' 'trap "" TERM; "$SLEEP" 0.02; setsid "$SH" "$DIR/chain.sh" & exit 0' > "$DIR/chain.sh"
            for i in 1 2 3; do "$SH" "$DIR/chain.sh" & done
            echo ready; while :; do "$SLEEP" 0.2; done
            """),
        new("stopped children", $"""for i in 1 2 3; do setsid "$SH" -c 'trap "" TERM; kill -STOP $$; {Loop}' & done; echo ready; {Loop}"""),
        new("stops its supervisor", $"""setsid "$SH" -c 'trap "" TERM; {Loop}' & "$SLEEP" 0.3; kill -STOP "$PPID"; echo ready; trap "" TERM; {Loop}"""),
        new("multiplies when asked to end", $"""trap 'i=0; while [ $i -lt 20 ]; do setsid "$SH" -c "trap \"\" TERM; \"$SLEEP\" 600" & i=$((i + 1)); done' TERM; echo ready; {Loop}"""),
        new("a bush of forty", """
            printf '%s\n' 'trap "" TERM; if [ "$1" -gt 0 ]; then for i in 1 2 3; do "$SH" "$DIR/bush.sh" $(($1 - 1)) & done; fi; while :; do "$SLEEP" 1; done' > "$DIR/bush.sh"
            "$SH" "$DIR/bush.sh" 3 & echo ready; while :; do "$SLEEP" 0.2; done
            """),
    ];
}
